"""The certificate that answers were removed, for who gave them."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.work.requests.consulting.guest_papers import kept_of
from kuramori.work.requests.keeping import Removal
from kuramori.work.requests.left_bytes import Left, left_of
from kuramori.work.requests.models import Asked
from kuramori.work.requests.papers.reply import HERE, in_japan
from kuramori.work.requests.support_content import support


def certificate(maker: Visitor | Actor, asked: Asked, removal: Removal) -> bytes:
    """As a PDF. Raises a `PressFault`."""
    moment = removal.at.astimezone(clock.TOKYO)
    on = moment.date()
    left = left_of(asked)
    says = _("お預かりした回答と、下書き・根拠の記録を消しました。消した回答の文の照合値は上のとおりです。")
    copies = _("別に取った控え（バックアップ）の中の分は、その控えを消したときに消えます。")
    values = {
        "title": _("回答を消した証明"),
        "organisation": maker.organisation.name,
        "author": maker.organisation.name,
        "lang": get_language() or "ja",
        "made_on": [on.year, on.month, on.day],
        "rows": [
            [_("お願いの番号"), asked.number],
            [_("お願い"), asked.request.title],
            [_("答えた会社"), asked.partner.name],
            [_("消した時刻"), in_japan(moment)],
            [_("消した回答の数"), str(len(removal.digests))],
            *([[_("根拠のファイルの中身"), files_say(left)]] if left.gone or left.left else []),
            *([[_("価格・費用の協議の書類"), _papers_say(kept)]] if (kept := kept_of(asked)) else []),
        ],
        "hash_says": _("消した回答の文の照合値（SHA-256）"),
        "hash": "\n".join(removal.digests),
        "says": says + copies,
        "disclaimer": _("手元の控えの照合値と比べると、どの回答のことかを確かめられます。"),
        "foot": {"pack": asked.request.title, "number": asked.number, "disclaimer": ""},
    }
    return pdf(HERE / "receipt.typ", values, made_on=on)


def _papers_say(count: int) -> str:
    """What is not removed with the answers, and until when."""
    return _("%(n)s件は、協議の記録として、協議が終わってから%(years)s年残し、そのあと消します。") % {
        "n": count,
        "years": support().keep_years,
    }


def files_say(left: Left) -> str:
    """What became of the bytes of evidence, as it is now."""
    told = []
    if left.gone and left.gone_at is not None:
        moment = left.gone_at.astimezone(clock.TOKYO)
        told.append(_("%(n)s件を消しました（%(at)s）。") % {"n": left.gone, "at": f"{moment:%Y-%m-%d %H:%M}"})
    if left.left and left.is_named:
        told.append(_("%(n)s件は、同じファイルがほかの記録にもあるため、まだあります。") % {"n": left.left})
    elif left.left and left.by_on is not None:
        told.append(
            _("%(n)s件はまだ置き場にあり、%(day)sまでの夜に消えます。") % {"n": left.left, "day": left.by_on}
            if clock.today() <= left.by_on
            else _("%(n)s件は、置き場につながらないため、まだ消えていません。毎晩、消し直しています。")
            % {"n": left.left}
        )
    return "".join(told)
