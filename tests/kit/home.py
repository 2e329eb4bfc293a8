"""Whose home it is: the person's own is left alone; what tests run writes into one of theirs."""

from __future__ import annotations

from pathlib import Path

VARIABLES = ("HOME", "USERPROFILE")
"""What names a home, here and on Windows."""

PERSONS = Path.home()
"""The home of whoever runs the tests; only the installers' settings are read there."""
