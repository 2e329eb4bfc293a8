"""Finding points, items and people by whatever somebody remembers of them."""
