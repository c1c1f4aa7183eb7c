"""自己チェック for guests: no account, and nothing stored on the server.

Owns the *state* of a visit (`state`): everything that was entered travels in the form, right or wrong, so that it
works without scripts and nothing is lost on the way. It never writes to the database and never asks who somebody is.
"""
