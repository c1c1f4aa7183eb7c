"""What was looked at on our share pages, told to the partner's own Kuramori: by person and thing, four times an hour.

A page is on its way to a reader while nobody waits for a signature: what is told are sums of rows that stand already.
"""

from __future__ import annotations

import datetime
import uuid

from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.rules.statements.bodies import HandOverViewed
from kuramori.rules.statements.statement import statement_from
from kuramori.work.partners.models import Channel, HandOver, Mode, PageView, Side, Told, Way
from kuramori.work.partners.telling import tell

OFFERED, KIND = "hand-over-offered", "hand-over-viewed"
SETTLED = datetime.timedelta(seconds=5)
"""A statement tells whole seconds: a look counts once its second is over and its row is committed."""
Whose = tuple[str, str]
"""A person's name and a thing's number, as both sides know them."""


@schedule(
    "partners:tell_views",
    every=datetime.timedelta(minutes=15),
    says=gettext_lazy("共有ページで見られたページを取引先の蔵守へ知らせる"),
)
def tell_all() -> None:
    """In every organisation that is connected to a partner."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            if Channel.objects.filter(accepted_at__isnull=False, closed_at__isnull=True).exists():
                tell_views(access.actor_of_schedule(organisation))


def tell_views(actor: Actor) -> int:
    """Tell what was looked at since it was told last; returns how many statements were said."""
    connected = Channel.objects.filter(accepted_at__isnull=False, closed_at__isnull=True)
    # What was handed over before the two were connected is no matter of theirs: nothing can be said in it.
    offered = Told.objects.filter(way=Way.SENT, kind=OFFERED, channel__in=connected).values("thread")
    rows = HandOver.objects.filter(
        side=Side.GIVEN, mode=Mode.SHARE_PAGE, thread__in=offered, items__views__isnull=False
    )
    return sum(_of(actor, row) for row in rows.select_related("partner").distinct())


def _of(actor: Actor, row: HandOver) -> int:
    told, said = _told_until(row.thread), 0
    for (person, number), (last, pages) in sorted(_looks(row, told).items()):
        said += tell(actor, row.partner, HandOverViewed(person, number, last, len(pages)), row.thread)
    return said


def _looks(
    row: HandOver, told: dict[Whose, datetime.datetime]
) -> dict[Whose, tuple[datetime.datetime, set[int]]]:
    found: dict[Whose, tuple[datetime.datetime, set[int]]] = {}
    until = clock.now().replace(microsecond=0) - SETTLED
    views = PageView.objects.filter(item__hand_over=row, viewed_at__lt=until).order_by("viewed_at")
    for name, number, at, page in views.values_list("recipient__name", "item__number", "viewed_at", "page"):
        moment = at.replace(microsecond=0)
        if (name, number) in told and moment <= told[name, number]:
            continue
        _last, pages = found.get((name, number), (moment, set()))
        found[name, number] = moment, pages | {page}
    return found


def _told_until(thread: uuid.UUID) -> dict[Whose, datetime.datetime]:
    """Until when each person's looks at each thing were told, by what we said ourselves."""
    found: dict[Whose, datetime.datetime] = {}
    for row in Told.objects.filter(thread=thread, way=Way.SENT, kind=KIND):
        body = statement_from(str(row.text)).body
        assert isinstance(body, HandOverViewed)  # noqa: S101  chosen by its kind
        whose = body.person, body.number
        found[whose] = max(body.viewed_at, found.get(whose, body.viewed_at))
    return found
