"""運用 (operating): the pages of whoever runs the house. They tell how it goes, and nothing of what is in it."""
