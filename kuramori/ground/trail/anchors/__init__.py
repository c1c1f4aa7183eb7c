"""外への固定: what others hold of our log, so that nobody here can rewrite it unseen.

Each kind is an errand that is run now and then; one failing keeps no other from its work, and nothing waits for it.
"""
