"""Template tags that every page may use: signs, levels, and texts that must not be torn at a line's end."""
