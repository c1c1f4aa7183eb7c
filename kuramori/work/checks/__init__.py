"""自己チェック: sheets of questions, the answers to them, what shows it, and what is to be done about it.

Words owned: sheet (チェックシート, one round), answer (回答), evidence (根拠), delegation (頼む), plan (改善計画).
A finalised sheet is never changed: it keeps the pack's digest and the frozen result; a later round is a new sheet.
The guest's check (`guest/`) stores nothing at all.
"""
