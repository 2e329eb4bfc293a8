"""Readers of what people write: tables, times, settings. Values out, faults as `Problem`."""
