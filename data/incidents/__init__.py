"""Faults that stand, and what people do about them."""
