"""The conference folder: what it says, what is wrong with it, how it is made and brought up to date."""
