"""SQLite with one fair gate before every write transaction of this process."""
