"""仕事場: the wing in which a company lives."""
