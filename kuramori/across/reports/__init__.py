"""Reports: what a company carries out of the house on paper or as a file.

Owns the words *report*, *kind* (one folder under `kinds/`), *format* and *rendered*. Each kind gathers a frozen
`Data` and renders it; there is no list of kinds, a folder is found by being there. It has no tables, never reads
the clock, and never changes a record.
"""
