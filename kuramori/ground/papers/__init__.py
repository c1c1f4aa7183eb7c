"""書類: files that people hand in. A file has a hash, a size, a kind that was looked at, and is never changed.

Words owned: file. A file always leaves as an attachment; it is never shown inside our pages, because whatever it
holds is somebody else's content.
"""
