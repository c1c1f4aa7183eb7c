"""名簿のファイル: the roster as a workbook, in and out.

In three steps that each can be looked at alone: a file becomes a table (`file`), a table becomes lines with their
faults (`columns`, `cells`), lines become a plan against the roster (`plan`). The plan is shown; only then `take_in`
changes anything. `draft` keeps the lines between the two, `book` writes the template and the roster itself.
"""
