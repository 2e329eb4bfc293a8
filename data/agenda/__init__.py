"""The programme: how it runs, how it may be changed, and when each item will start."""
