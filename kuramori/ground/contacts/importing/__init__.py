"""取引先のファイル: partners as a workbook, in and out.

In steps that each can be looked at alone: a file becomes a table (`table`), its headings are matched with our columns
(`columns`), its rows become lines with their faults (`lines`), lines become companies (`companies`) and a plan against
the register (`plan`). The plan is shown; only then `take_in` changes anything. `draft` keeps the table sealed in
between, `book` writes the empty form and the register itself.
"""
