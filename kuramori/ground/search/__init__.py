"""さがす: an index of words over the rooms' rows, written in the same transaction as the row.

Words owned: indexed text, audience, hit. A hit is only a hint: the room that owns the row checks again at its own
door. The index keeps what can be looked for in clear, as the columns of the rooms do; what must not be read by whoever
reads the database does not belong into it.
"""
