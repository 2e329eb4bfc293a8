"""What is put before whoever speaks."""
