"""F4, the roll call."""
