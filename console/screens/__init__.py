"""One Screen per audience, and the cards that open over it."""
