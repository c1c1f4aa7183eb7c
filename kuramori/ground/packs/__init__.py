"""The shelf of packs: which check lists there are, as frozen values keyed by digest.

Words owned here: shelf, pack folder, kept pack. The rules of a pack live in ``kuramori.rules``; this room reads
folders and remembers. It never changes a pack and never turns its items into rows.
"""
