"""F2, the operator's desk."""
