"""Looking through folders for the house's own secrets.

Words owned: source (a folder that is looked through again and again), run, reference copy and fingerprint, finding,
recognisability. `known`, `judging`, `sweep` and `words` know no
database, so that `kuramori scan DIR` works without records.
"""
