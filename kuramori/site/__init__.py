"""The front door: settings, addresses, home, navigation, base templates, and the commands.

It puts the rooms together and holds no records of its own. No room imports it.
"""
