"""Two rounds of replies of 仮想重機's suppliers: a spread as one sees it, most a little further this year."""

from __future__ import annotations

import datetime

from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import Shown, shown
from kuramori.rules.requests.requirements import Required, Requirements, read_requirements
from kuramori.site.demo.asking import ASKS, KNOWN, PACK, USUAL, Standing
from kuramori.site.demo.chasing import UNANSWERED, chase, know_somebody
from kuramori.work.requests import approving, asking, choosing, ending_request, profiling, sending
from kuramori.work.requests.asking import RequestWanted
from kuramori.work.requests.models import Asked, Axis, Profile, ReplyWay, Request
from kuramori.work.requests.taking_in import take_in

MOST = 12
ROUNDS = (("2025-09-01", "2025-09-29", "昨年度の確認"), ("2026-08-31", "2026-10-05", "今年度の確認"))
ACCEPTED = dict.fromkeys(
    ("already-provided", "other-division", "no-support", "short-deadline"),
    "年に1回、同じ時期に確かめているため。",
)


def stand(slug: str, owner: Actor, steward: Actor, standing: Standing) -> None:
    """Inside the scope of one company; nothing for whoever asks nobody. A reply comes on paper and is typed in."""
    pack = packs.find(PACK)
    if slug != ASKS or pack is None or Request.objects.filter(title=ROUNDS[0][2]).exists():
        return
    suppliers = Partner.objects.filter(is_supplier=True, retired_on__isnull=True).exclude(name__in=KNOWN)
    partners = list(suppliers.order_by("sorts_as", "pk")[:MOST])
    with standing(ROUNDS[0][0]):
        profile = _profile(steward, pack)
    with standing(ROUNDS[1][0]):
        know_somebody(steward, partners)
    for year, (asked_on, replied_on, title) in enumerate(ROUNDS):
        with standing(asked_on):
            made = _sent(owner, steward, profile, title, partners)
        with standing(replied_on):
            wanted = read_requirements(made.content)
            rows = list(
                Asked.objects.filter(request=made)
                .select_related("partner")
                .order_by("partner__sorts_as", "pk")
            )
            # Three have not answered this year.
            for at, row in enumerate(rows[: MOST - UNANSWERED * year]):
                take_in(steward, row, _reply(wanted, at, year), way=ReplyWay.BY_HAND)
            if not year:
                ending_request.close(owner, made, "今年度の確認は終わりました。ありがとうございました。")
        if year:
            chase(steward, rows, asked_on, standing)


def _profile(actor: Actor, pack: Pack) -> Profile:
    required = [
        Required(one.id, 2, "図面・型をお預けするため。", is_critical=n < 2, na_allowed=one.na_allowed)
        for n, one in enumerate(pack.items)
    ]
    return profiling.make(
        actor, pack, profiling.ProfileWanted("毎年確かめる取引先", "B", Axis.INFORMATION, required, ())
    )


def _sent(owner: Actor, steward: Actor, profile: Profile, title: str, partners: list[Partner]) -> Request:
    said = {name: getattr(USUAL, name) for name in USUAL.__slots__}
    deadline_on = clock.today() + datetime.timedelta(days=45)
    made = asking.make(
        steward, profile, RequestWanted(**{**said, "title": title, "deadline_on": deadline_on})
    )
    for one in partners:
        choosing.choose_one(steward, made, one)
    made.refresh_from_db()
    approving.hand_in(steward, made, ACCEPTED, revision=made.revision)
    approving.approve(owner, made)
    sending.send(owner, made)
    made.refresh_from_db()
    return made


def _reply(wanted: Requirements, at: int, year: int) -> Shown:
    """The further down the list, the further along; each has weak points of its own, and education is weak for most."""
    given = {}
    for n, item in enumerate(wanted.items):
        level = (at * 3 + n * 7 + n * n) % 11
        reach = 3 + at // 2 + 2 * year - (2 if n % 7 == 4 else 0)
        if level < reach:
            given[item] = Given(Said.MET, 2)
        elif level < reach + 2:
            given[item] = Given(
                Said.PLANNED,
                1,
                plan="来年度の計画に入れました",
                plan_on=clock.today() + datetime.timedelta(days=150),
            )
        else:
            given[item] = Given(Said.PART if level % 2 else Said.NOT, level % 2)
    step = "D1" if at == MOST // 2 else "D4"
    return shown(wanted, given, disclosure=step, as_of=clock.today(), given_by="ご担当の方")
