"""What the pages of this room print of its data."""
