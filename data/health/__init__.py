"""From what sources say to a health that may be shown."""
