"""What is true and what happened. Pure values and rules, and the record; imports nothing of ours."""
