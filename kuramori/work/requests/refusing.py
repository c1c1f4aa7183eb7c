"""Why a verb of gaps and talks does not do what was asked: the field, and a sentence for whoever asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.rules.document import FORBIDDEN


class NotSo(ValueError):
    """It cannot be done so; nothing was changed. `field` is that of a form ("" for the whole of it)."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


class Stale(NotSo):
    """Somebody else was first."""

    def __init__(self) -> None:
        super().__init__(
            "", _("ほかの方か相手の方が先に動かしました。開き直して、いまのようすを確かめてください。")
        )


def words(field: str, text: str, longest: int, *, needed: str = "") -> str:
    """A text without blanks around it. Raises `NotSo`: too long, unreadable, or missing (`needed` says what for)."""
    plain = text.strip()
    if needed and not plain:
        raise NotSo(field, needed)
    if len(plain) > longest:
        raise NotSo(field, _("%(n)d文字までにしてください。") % {"n": longest})
    if FORBIDDEN.search(plain):
        raise NotSo(field, _("使えない文字が入っています。書き直してください。"))
    return plain
