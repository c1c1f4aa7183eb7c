"""Verbs of talks about prices and costs: each side keeps the record, and hears of the other's steps."""
