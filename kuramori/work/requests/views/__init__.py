"""Pages of this room: the door, one verb or reader, one template."""
