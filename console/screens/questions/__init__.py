"""What the cards before a change ask. Pure."""
