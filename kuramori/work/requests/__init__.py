"""確認のお願い: ask partners fairly, take in their answers, close the gaps together, see where everybody stands.

Words owned: profile (求める水準), tiering (区分けの問い), request (確認のお願い), asked (one partner of a request),
reply (回答書), standing (where a partner stands by its latest counted reply), gap (ギャップ), consultation (協議),
promise (約束: what a customer asked of us and what we said). Two sides never share a row: each keeps its own, and
learns of the other's by statements through the channels of `work.partners`.
Never reads what somebody behind a link has not handed in yet; never shows one partner another one's name.
"""
