"""Feeds that are cut to live, and clips."""
