"""PostgreSQL as Django knows it, with a turn to wait for before the head of the trail."""
