"""What guards the record: second paths, signed heads, and what could not be written."""
