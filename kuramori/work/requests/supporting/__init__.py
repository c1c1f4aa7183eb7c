"""Verbs of help and what came of it, visits with findings, and good practice told without names."""
