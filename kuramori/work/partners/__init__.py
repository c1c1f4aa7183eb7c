"""取引先との約束と提供: what was agreed with whom, what may go to whom, what went, and how it came back.

Words owned: agreement (秘密保持契約), terms (条件), assurance (確認の段階), policy (共有の決まり), decision (判定),
hand-over (提供), recipient (受け取る人), take-back (返還・廃棄), certificate (返還・廃棄証明書), storage confirmation
(保管の確認), channel and statement (相手との間の知らせ), occasion (場面), brought-in (持込み情報), tooling (預かり型).
Each side keeps its own rows; what one does reaches the other only as a statement through a carrier. It never decides by
itself what `rules.sharing` decides, never deletes at an expiry, and never hands out a file's bytes but by a hand-over.
"""
