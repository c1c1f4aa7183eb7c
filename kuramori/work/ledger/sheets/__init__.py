"""Printed marks: stickers, covers, tags for shelves and moulds. Sizes of sheets are data (`sizes.json`)."""
