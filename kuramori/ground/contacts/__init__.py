"""取引先: the companies above and below in the chain, and whom to call there.

Words owned: partner (取引先), contact (担当者). What is asked of them, agreed and handed over belongs to rooms above.
"""
