"""Reading files that anybody may have made, to look for what is secret: text, marks and fingerprints out.

Owns the words *reader* (a child process that can be killed), *plan* (what to look for), *reading* (what one file
gave), *margin* (headers, footers, masters). Nothing of a file is believed: sizes, numbers and encodings are all
bounded here, and whatever still goes wrong costs one file and no more. Heavy libraries are imported only by
`python -m kuramori.press.scan.child`; `readers` is what everybody else imports.
"""
