"""Folders of this machine, mounted shares included."""
