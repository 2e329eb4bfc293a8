"""What people say of a room, and it stands over what is measured."""
