"""The bridge points: what happened to them, what technicians put down, how the country lies on a wall."""
