"""金庫の封筒 (envelope): one printed page with which others open the house when the usual person is not there.

It holds the identity of the backups and codes that work once. Making a new one voids the codes of the old.
"""
