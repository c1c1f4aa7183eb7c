"""The rules of the house, held by tests: they read the tree itself and grow with it."""
