"""Files as pages one can look at: a page of a PDF, a picture or a plain text becomes a picture of our own.

What somebody handed in is decoded in the child process alone, within its memory and its time. Only pixels come back:
no script, no link, no metadata of the file leaves. Words owned: page (ページ), watermark (透かし).
"""
