"""写し (backup): the whole house in one file, sealed to a key that is kept apart from it, and back again.

The file is a plain tar of three members: `kuramori-backup.json` (which version, which database, when), `keys.age` (the
keys and settings, only for the recovery identity) and `data.age` (database, files, results, packs). Both are age
files, and what is in them is tar again with a list of SHA-256 sums, so that a house can be opened with `tar`, `age`
and `sha256sum` when Kuramori is no longer there. Nothing here shows a record to anybody.
"""
