"""What goes further than to us, what two firms make together, and what is kept for a customer.

The words of this part: 承諾願 (onward request), 共同開発 (joint project), 持込み情報 (brought in),
預かり型 (kept mould).
Nothing here decides what may go out: an allowed request is only told to the decision.
"""
