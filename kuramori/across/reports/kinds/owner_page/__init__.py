"""社長の1枚: one A4 page for the person who decides: where we stand, what is next, what it costs, what to settle."""
