"""Events of the record as one line each: by room, what a kind needs besides its own fields."""
