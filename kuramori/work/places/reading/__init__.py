"""What the room tells of itself, part by part; `read` is the door."""
