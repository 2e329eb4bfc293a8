"""What people ask of a platform, and what became of it."""
