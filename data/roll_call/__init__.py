"""Who is there: counted by platform, by people, and by head rooms."""
