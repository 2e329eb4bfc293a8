"""The record read beside the keys: pages, filters, jumps. No textual."""
