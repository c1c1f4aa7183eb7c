"""What two sides send each other: statements, each signed, numbered and applied once.

Words owned here: statement, body, channel (all statements from one sender to one recipient, in order), thread (all
about one hand-over or agreement, from both sides), book (what of a channel was applied). Two sides never share a row;
whatever one does reaches the other as one of these, whoever carries it. A statement tells; it changes nobody's row.
"""
