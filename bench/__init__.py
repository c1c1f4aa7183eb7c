"""Measurements. One command each (`python -m bench.score --json`), JSON out, a floor in the same run where it can be.

Nothing here is a test: a busy machine makes a figure worse, not wrong. Figures and what was done about the slow parts
are told in README.md.
"""
