"""Requests to partners: is what we are about to ask fair, and light enough to be answered?

Owns the words draft (what is to be asked), finding (what the linter says of it), red (held back) and amber (asked
about). Never judges the law: the rules and their limits are data with a source (`content/jp/kuramori/requests`).
"""
