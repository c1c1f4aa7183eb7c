"""What survives: power cuts, killed processes, and faults between any two statements.

An acknowledged change is never lost, and there is no change without its entry nor an entry without its change.
"""
