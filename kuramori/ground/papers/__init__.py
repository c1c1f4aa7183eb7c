"""書類: files that people hand in. A file has a hash, a size, a kind that was looked at, and is never changed.

Words owned: file, text (文面), acceptance (同意の記録). A text that people accept is frozen with its hash, and each
acceptance names the very wording. A file always leaves as an attachment; it is never shown inside our pages, because
whatever it holds is somebody else's content.
"""
