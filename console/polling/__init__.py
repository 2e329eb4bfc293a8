"""Asking the platforms, and what comes of the answers."""
