"""Cards over the desk that are more than a question."""
