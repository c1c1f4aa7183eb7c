"""さがす: an index of words over the rooms' rows, written in the same transaction as the row.

Words owned: indexed thing, hit. A hit is only a hint: the room that owns the row checks again at its own door.
"""
