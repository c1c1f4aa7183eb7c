"""Where the house touches the world: the clock, the keys, the file store.

Each thing has one small module named for it, so that a test can put another in its place. Nothing here
knows Django, an organisation or a rule; values come in, values go out.
"""
