"""Three suppliers of 仮想重機 have not answered this year: reminded to the end, they are a list for the telephone.

No mail leaves a demonstration. What the calendar notes of its reminders is noted, the letters are not there.
"""

from __future__ import annotations

from collections.abc import Sequence

from kuramori.ground.contacts.dealing import ContactWanted, add_contact
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.outside import clock
from kuramori.site.demo.asking import Standing
from kuramori.work.requests import drafting, readdressing, reminding, sending
from kuramori.work.requests.models import Asked, Nudge

UNANSWERED = 3
PEOPLE = (
    (
        "綾部 信二",
        "",
        "052-000-0131",
        "メールを使っていないので、リンクを紙で渡した。10月中に返事をもらう約束。",
    ),
    ("鹿島 千尋", "kakunin7@torihiki.example", "052-000-0148", "2回かけたが不在。折り返しをお願いした。"),
    (
        "須賀 陽一",
        "kakunin8@torihiki.example",
        "052-000-0152",
        "図面の担当が休みで止まっている。11月末まで待つことにした。",
    ),
)
REMINDED = (
    (reminding.UNOPENED, "2026-09-04"),
    ("14", "2026-10-01"),
    ("7", "2026-10-08"),
    ("0", "2026-10-15"),
)
OPENED_ON, CALLED_ON = "2026-10-09", "2026-10-20"


def know_somebody(actor: Actor, partners: Sequence[Partner]) -> None:
    """Somebody to speak to at each of the last ones, before they are asked."""
    for partner, (name, email, telephone, _note) in zip(partners[-UNANSWERED:], PEOPLE, strict=True):
        Contact.objects.filter(partner=partner).update(retired_on=clock.today())
        add_contact(actor, partner, ContactWanted(name, email=email, telephone=telephone))


def chase(steward: Actor, rows: Sequence[Asked], asked_on: str, standing: Standing) -> None:
    """A link by hand, the reminders of the calendar, one that begins, and what the telephone brought."""
    for at, (row, (name, email, _telephone, note)) in enumerate(zip(rows[-UNANSWERED:], PEOPLE, strict=True)):
        with standing(asked_on):
            if not email:
                readdressing.readdress(steward, row, Contact.objects.get(partner=row.partner, name=name))
            sending.hand_link(steward, row)
        for step, day in REMINDED if email else ():
            # Who has opened it is not told that it lies unopened.
            if at < UNANSWERED - 1 or day <= OPENED_ON:
                with standing(day):
                    Nudge.objects.create(
                        organisation=steward.organisation, asked=row, step=step, noted_at=clock.now()
                    )
        if at == UNANSWERED - 1:
            with standing(OPENED_ON):
                _opened(row)
        with standing(CALLED_ON):
            reminding.note_call(steward, row, note)


def _opened(row: Asked) -> None:
    found = Asked.objects.select_related("request", "partner", "link", "reply").get(pk=row.pk)
    if found.link is not None:
        drafting.note_opened(Visitor(found.link), found)
