"""約束の一枚: what a customer asked of us and what we said to it, beside the agreements with it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.partners.reading.further_promises import Part, Row, register
from kuramori.work.requests.models import Consultation, Kept, Promise, Word
from kuramori.work.requests.reading.promises import of_partner
from kuramori.work.requests.support_content import support


def parts(actor: Actor, partner: Partner) -> tuple[Part, ...]:
    """The demands of a partner that run, for whoever may read them; () for one that asked nothing of us."""
    if not actor.may(Can.REQUEST_READ):
        return ()
    rows, today = of_partner(partner.pk), clock.today()
    if not (rows or partner.is_customer):
        return ()
    links = [(_("約束を見る"), f"{url_for(actor, 'requests:promises')}?partner={partner.pk}")]
    if Consultation.objects.filter(partner=partner).exists():
        words = _("協議の記録（%(n)s年分）") % {"n": support().keep_years}
        links.append((words, url_for(actor, "requests:talk_folder", id=partner.pk)))
    if actor.may(Can.PROMISE_CHANGE):
        asked = f"{url_for(actor, 'requests:new_promise')}?partner={partner.pk}"
        links.append((_("求められたことを記録する"), asked))
    return (
        Part(
            _("お客様から求められ、約束したこと"),
            (
                _("番号"),
                _("求められたこと"),
                _("返事"),
                _("いつまでに・次の日"),
                _("証明"),
                _("守れているか"),
            ),
            (0, 2, 2, 0, 1, 0),
            tuple(
                Row(
                    _cells(row),
                    url_for(actor, "requests:promise", id=row.pk),
                    row.next_on is not None and row.next_on < today,
                )
                for row in rows
            ),
            _("求められたことの記録は、まだありません。"),
            tuple(links),
        ),
    )


def _cells(row: Promise) -> tuple[str, ...]:
    said = str(row.get_word_display())
    asked = _("%(what)s（%(scope)s）") % {"what": row.what, "scope": row.scope} if row.scope else row.what
    proof = row.proof or (row.proof_file.name if row.proof_file else "")
    return (
        row.number,
        asked,
        _("%(said)s：%(words)s") % {"said": said, "words": row.answer} if row.answer else said,
        _days(row),
        proof,
        _kept(row),
    )


def _days(row: Promise) -> str:
    """By when it has to be so, and when somebody looks next where that is another day."""
    due, then = row.due_on, row.next_on
    lines = [f"{due.year}/{due.month}/{due.day}"] if due else []
    if then is not None and then != due:
        lines.append(_("次は%(day)s") % {"day": f"{then.year}/{then.month}/{then.day}"})
    return "\n".join(lines)


def _kept(row: Promise) -> str:
    if row.word not in {Word.YES, Word.PART}:
        return ""
    label = str(Kept(row.kept).label)
    on = row.checked_on
    return f"{label}\n{on.year}/{on.month}/{on.day}" if on else label


register(parts)
