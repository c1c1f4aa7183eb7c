"""社内で開く (lan): the office network by HTTPS, with a certificate authority of this house's own.

The authority may vouch only for private addresses and this computer's names, so that a tablet that trusts it does not
trust it with anybody else's site.
"""
