"""Excel の回答表: made for each partner that is asked, and read again when it comes back filled in.

Owns the words workbook (回答表), drop (what was dropped at once), dropped sheet (one file of it). Reading judges
nothing: it turns cells into answers and names every cell that it could not read. What is taken in goes through
`taking_in`.
"""
