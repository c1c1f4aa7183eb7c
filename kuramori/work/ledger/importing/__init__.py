"""台帳のファイル: the ledger as a workbook, in.

In steps that each can be looked at alone: a file becomes a table (`table`), its headings are matched with our columns
(`columns`), its cells become values or faults (`cells`), its rows a plan against the ledger (`plan`). The plan is
shown; only then `take_in` changes anything. `draft` keeps the file and the plan sealed in between.
"""
