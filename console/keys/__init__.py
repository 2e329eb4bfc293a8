"""Keys before they act: a house's own, guarded, listed. No textual."""
