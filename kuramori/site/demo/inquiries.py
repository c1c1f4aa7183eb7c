"""架空精工 asks 見本金型, whose Kuramori is connected: it came there, was answered from the last check, counts here.

見本金型 also has a letter of 仮想重機 lying on its desk.
"""

from __future__ import annotations

import datetime
from contextlib import AbstractContextManager
from typing import Protocol

from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.requirements import Required
from kuramori.work.checks.read import final_answers
from kuramori.work.partners.channels import carrying
from kuramori.work.partners.models import Channel
from kuramori.work.requests import (
    approving,
    asking,
    choosing,
    inquiring,
    own_answers,
    own_replies,
    profiling,
    sending,
    telling_requests,
)
from kuramori.work.requests.asking import RequestWanted
from kuramori.work.requests.drafting import Wanted, mark_of
from kuramori.work.requests.handing_in import digest_of
from kuramori.work.requests.models import Axis, Inquiry
from kuramori.work.requests.reading.inquiries import sheet_of

PACK = "jp/meti/tics"
ASKED_ON, PROPOSED_ON, ANSWERED_ON, LETTER_ON = "2026-11-09", "2026-11-13", "2026-11-14", "2026-11-18"
ITEMS = 12


class Standing(Protocol):
    """On that day."""

    def __call__(self, day: str) -> AbstractContextManager[None]: ...


def ask_and_answer(asking_two: tuple[Actor, Actor], asked: Actor, standing: Standing) -> None:
    """`asking_two`: who approves and who drafts at the asking side."""
    owner, steward = asking_two
    with scope(organisation=owner.organisation), standing(ASKED_ON):
        channel = Channel.objects.filter(accepted_at__isnull=False, closed_at__isnull=True).first()
        if channel is None or not _asked(owner, steward, channel.partner):
            return
        _carry(owner, channel)
    with scope(organisation=asked.organisation):
        row = Inquiry.objects.select_related("partner").first()
        if row is None:
            return
        with standing(PROPOSED_ON):
            _write(asked, row)
        with standing(ANSWERED_ON):
            _give(asked, row)
            _carry(asked, Channel.objects.get(partner=row.partner))
        with standing(LETTER_ON):
            _letter(asked)
    with scope(organisation=owner.organisation), standing(ANSWERED_ON):
        _carry(owner, channel)


def _asked(owner: Actor, steward: Actor, partner: Partner) -> bool:
    pack = packs.find(PACK)
    if pack is None:
        return False
    required = [
        Required(
            one.id,
            2 if n < 4 else 1,
            "金型の図面をお渡しするため。",
            is_critical=n < 2,
            na_allowed=one.na_allowed,
        )
        for n, one in enumerate(pack.items[:ITEMS])
    ]
    profile = profiling.make(
        steward, pack, profiling.ProfileWanted("図面を渡す外注先", "B", Axis.INFORMATION, required, ())
    )
    wanted = RequestWanted(
        title="図面の扱いのご確認のお願い",
        deadline_on=clock.today() + datetime.timedelta(days=35),
        division="製造部",
        reason="金型の図面をお渡ししており、扱いを一緒に確かめたいため。",
        scope="図面と型を扱う部署",
        readers="社長と情報管理責任者",
        support="図面棚の置き方を、一緒に見に伺います。",
        cost_contact="総務課 00-0000-0000",
        call_back="代表 00-0000-0000",
    )
    made = asking.make(steward, profile, wanted)
    choosing.choose_one(steward, made, partner)
    made.refresh_from_db()
    approving.hand_in(steward, made, {}, revision=made.revision)
    approving.approve(owner, made)
    sending.send(owner, made)
    made.refresh_from_db()
    return telling_requests.tell_all(owner, made) == 1


def _write(actor: Actor, row: Inquiry) -> None:
    """From the last check, and one answer by hand."""
    check = final_answers(actor, row.pack_id)
    if check is not None:
        own_answers.fill(actor, row, check)
    row.refresh_from_db()
    stands = own_answers.draft_of(row).given
    given = Given(Said.ALTERNATIVE, words="鍵付きの棚の代わりに、夜は部屋ごと施錠している。")
    own_answers.save(actor, row, {"q03": Wanted(given, mark_of(stands.get("q03")))})


def _give(actor: Actor, row: Inquiry) -> None:
    step, who = "D4", actor.name
    sheet = sheet_of(own_answers.choose(actor, row, disclosure=step, given_by=who))
    looked_at = digest_of(own_replies.composed(sheet, disclosure=step, given_by=who))
    own_replies.approve(actor, sheet, disclosure=step, given_by=who, looked_at=looked_at)


def _letter(actor: Actor) -> None:
    customer, pack = Partner.objects.filter(name__startswith="仮想重機").first(), packs.find(PACK)
    if customer is None or pack is None:
        return
    letter = inquiring.Letter(
        "R-2026-0001",
        "情報管理状況のご確認のお願い",
        clock.today(),
        clock.today() + datetime.timedelta(days=30),
        "図面や試作品をお預けしており、その扱いを一緒に確かめたいため。",
        "図面・型・加工データを扱う部署",
    )
    inquiring.record_letter(actor, customer, pack, letter)


def _carry(actor: Actor, channel: Channel) -> None:
    carrying.carry(
        organisation_id=str(actor.organisation_id),
        person_id=None,
        progress=lambda _done, _total: None,
        channel=str(channel.pk),
    )
