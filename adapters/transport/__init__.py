"""How adapters speak: HTTP, pages, pushes, bounded and without secrets."""
