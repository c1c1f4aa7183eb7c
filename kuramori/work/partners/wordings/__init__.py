"""ひな形: our own wordings of agreements and papers, filled from the terms, as Word, PDF and the exact text.

The wordings are content (`content/jp/kuramori/wordings`), in Japanese: papers between Japanese companies. They are a
beginning to be adapted, never advice; every paper says so, and none carries anybody's seal.
"""
