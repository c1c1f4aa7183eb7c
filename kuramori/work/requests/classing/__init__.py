"""区分けを表から: classes of many partners from a file, looked at row by row before anything changes, and undone."""
