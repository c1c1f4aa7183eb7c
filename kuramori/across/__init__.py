"""Across: looks over all rooms and carries things out. Rooms below do not know it exists."""
