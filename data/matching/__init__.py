"""Whose room a name on a platform is: exact evidence, and what people decided."""
