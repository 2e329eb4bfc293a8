"""A conference that is over: its record, and what could be seen at any moment of it."""
