"""返還・廃棄: ask for what is out, certify what became of it, and have things kept elsewhere looked after.

What became of each thing is written by `ending`; here it is asked for and certified, by the partner through a link, by
us for what we had, or from a paper that came. Nothing here deletes: an end is a row more, never a row less.
"""
