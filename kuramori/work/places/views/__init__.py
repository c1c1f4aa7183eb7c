"""The pages of places, part by part."""
