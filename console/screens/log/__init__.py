"""F5, the record."""
