"""Verbs of gaps: open them, move them, comment on them, and take in what the other side did."""
