"""登録一覧: a published list of cloud services (such as ISMAP), taken in again and again.

`file` turns what was handed in into rows, `columns` says which heading holds what, `draft` keeps the rows until
somebody has looked, `take_in` makes an import of them, `difference` tells two imports apart. A service is matched with
a row by a person, never by us, and a row on a list is no promise to anybody.
"""
