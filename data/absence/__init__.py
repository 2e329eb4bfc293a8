"""A programme that was left alone, and what the time away counts as."""
