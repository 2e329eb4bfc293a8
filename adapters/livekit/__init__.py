"""LiveKit."""
