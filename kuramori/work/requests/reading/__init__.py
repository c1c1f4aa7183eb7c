"""What pages, papers and rooms above read of this room, as frozen values."""
