"""The record: chained rows in SQLite, their copies, proofs and readers."""
