"""郵便: mail that leaves with the change that wanted it, and what became of it for each recipient.

Words owned: message (one text), delivery (one message on its way to one recipient), purpose (what it was for). A
delivery is queued, sent, unknown or failed. It lies below people: persons and organisations are plain ids here, and
whoever shows a page has passed its own room's door. It never sends twice on its own where it cannot know whether the
first one arrived, never writes HTML, and never tracks whether anybody reads.
"""
