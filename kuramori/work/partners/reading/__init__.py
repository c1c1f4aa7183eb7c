"""What this room tells, part by part."""
