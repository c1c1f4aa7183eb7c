"""契約の一覧のファイル: the register as a workbook, in and out.

A file becomes lines with their faults (`reading`), kept sealed (`draft`); what taking in would do is shown, and only
then `taking_in` changes anything. `book` writes the empty form and the register itself in the same form.
"""
