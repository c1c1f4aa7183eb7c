"""The way between two organisations: how it is opened, how statements are carried, and how they are taken in."""
