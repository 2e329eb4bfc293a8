"""The figures of the day, each with the rows that it comes from."""
