"""What the invented companies agreed with one another, on the days they would have, through the verbs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.work.ledger.models import Asset, Layer, Origin, Stage
from kuramori.work.partners import agreeing, annexing
from kuramori.work.partners.models import Agreement, AgreementKind, ConcludedBy

Standing = Callable[[str], AbstractContextManager[None]]
USUAL: Mapping[str, Any] = {
    "secrecy_from": "end",
    "secrecy_years": 5,
    "survives": True,
    "renewal_months": 12,
    "notice_months": 2,
    "oral_days": 14,
    "exclusions": ("public", "later_public", "had", "third", "own_work"),
    "receivers": ("officers", "employees", "experts"),
    "subcontracting": "ask",
    "copying": "ask",
    "care": "own",
    "purpose_only": True,
    "leak_notice": True,
    "leak_hours": 24,
    "return_when": "both",
    "return_days": 30,
    "return_proof": True,
    "no_reverse": True,
    "law_exception": True,
    "no_crime": True,
    "law_court": "日本法・東京地方裁判所",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One agreement. `on` is the day it was concluded, "" for one that is being talked about."""

    partner: str
    kind: AgreementKind
    title: str
    on: str
    from_on: str
    until_on: str = ""
    their_number: str = ""
    theirs: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Any] = field(default_factory=dict)
    names: int = 0
    amended: tuple[str, str, Mapping[str, Any]] | None = None


JUKI = {"post": "購買本部長", "name": "諸星 恵"}
AGREED: Mapping[str, tuple[Told, ...]] = {
    "kakuu-seiko": (
        Told(
            "仮想重機株式会社",
            AgreementKind.MUTUAL,
            "秘密保持契約書",
            "2025-01-10",
            "2025-01-10",
            "2027-01-31",
            "NDA-2024-118",
            JUKI,
            {
                **USUAL,
                "purposes": ("軸受の試作と量産", "図面の打合せ"),
                "accident_contact": "品質保証部 夜間窓口",
            },
            names=2,
            amended=("2026-07-01", "覚書第1号", {"secrecy_years": 7}),
        ),
        Told(
            "仮名商事株式会社",
            AgreementKind.OURS_GIVEN,
            "商談のための秘密保持誓約書",
            "2026-02-03",
            "2026-02-03",
            "2026-12-31",
            terms={
                "purposes": ("見積もり",),
                "secrecy_from": "disclosure",
                "secrecy_years": 3,
                "residuals": True,
                "return_when": "asked",
            },
        ),
        Told(
            "仮想重機株式会社",
            AgreementKind.MEMORANDUM,
            "次期機種の打合せに関する覚書",
            "",
            "2026-12-01",
            "2027-11-30",
            terms={"protects": "both", "purposes": ("次期機種の打合せ",), "oral_days": 7},
        ),
    ),
    "mihon-kanagata": (
        Told(
            "架空精工株式会社",
            AgreementKind.CLAUSE,
            "取引基本契約書 第12条",
            "2025-05-07",
            "2025-05-07",
            "2027-05-06",
            "2025-05 秘密保持",
            {"post": "代表取締役", "name": "田所 勝"},
            {**USUAL, "protects": "both", "purposes": ("金型の製作",)},
            names=1,
        ),
        Told(
            "仮想重機株式会社",
            AgreementKind.MUTUAL,
            "秘密保持契約書",
            "2025-10-01",
            "2025-10-01",
            "2026-09-30",
            theirs=JUKI,
            terms={"secrecy_from": "end", "secrecy_years": 3, "survives": True, "purposes": ("成形の相談",)},
        ),
    ),
    "reiji-hyomen": (
        Told(
            "仮想重機株式会社",
            AgreementKind.MUTUAL,
            "秘密保持契約書",
            "2025-02-03",
            "2025-02-03",
            "2028-02-02",
            "NDA-2025-007",
            JUKI,
            {**USUAL, "purposes": ("軸受部品の表面処理",)},
        ),
        Told(
            "架空精工株式会社",
            AgreementKind.MUTUAL,
            "秘密保持契約書",
            "",
            "2026-12-01",
            "2027-11-30",
            terms={"secrecy_from": "while_secret", "purposes": ("めっき条件の相談",)},
        ),
    ),
    "kasou-juki": (
        Told(
            "架空精工株式会社",
            AgreementKind.MUTUAL,
            "秘密保持契約書",
            "2025-01-10",
            "2025-01-10",
            "2027-01-31",
            terms={**USUAL, "purposes": ("軸受の試作と量産", "図面の打合せ")},
            names=2,
        ),
        Told(
            "見本金型株式会社",
            AgreementKind.MUTUAL,
            "秘密保持契約書",
            "2025-10-01",
            "2025-10-01",
            "2026-09-30",
            terms={"secrecy_from": "end", "secrecy_years": 3, "survives": True, "purposes": ("成形の相談",)},
        ),
        Told(
            "例示表面処理㈱",
            AgreementKind.MUTUAL,
            "秘密保持契約書",
            "2025-04-01",
            "2025-04-01",
            "2028-03-31",
            terms={**USUAL, "purposes": ("次期機種の試作",)},
        ),
    ),
}


def agree(slug: str, owner: Actor, steward: Actor, standing: Standing) -> None:
    """One company's agreements, in its scope; nothing where there are some already."""
    if Agreement.objects.exists():
        return
    for told in AGREED.get(slug, ()):
        partner = Partner.objects.filter(name=told.partner).first()
        if partner is None:
            continue
        with standing(told.on or "2026-11-10"):
            row = _agreed(owner, steward, told, partner)
        if told.amended is not None:
            since, reason, changed = told.amended
            with standing(since):
                on = datetime.date.fromisoformat(since)
                agreeing.change_terms(steward, row, changed, revision=row.revision, reason=reason, from_on=on)


def _agreed(owner: Actor, steward: Actor, told: Told, partner: Partner) -> Agreement:
    wanted = agreeing.Wanted(
        partner=partner,
        kind=told.kind,
        title=told.title,
        their_number=told.their_number,
        keeper=Person.objects.filter(name=steward.name).first(),
    )
    days = {"from_on": told.from_on, "until_on": told.until_on or None}
    row = agreeing.draft(steward, wanted, {**told.terms, **days})
    if not told.on:
        return agreeing.offer(steward, row, revision=row.revision)
    how = agreeing.Conclusion(
        datetime.date.fromisoformat(told.on),
        ConcludedBy.PAPER,
        original_at="総務の金庫",
        our_signatory={"post": "代表取締役", "name": owner.name},
        their_signatory=told.theirs,
    )
    row = agreeing.conclude(owner, row, how, revision=row.revision)
    goes = Asset.objects.filter(stage=Stage.ADMITTED, origin=Origin.OWN, layer=Layer.NDA).exclude(grade="top")
    lines = [annexing.Named(one) for one in goes.order_by("number")[: told.names]]
    if lines and annexing.name_assets(steward, row, lines, revision=row.revision):
        row.refresh_from_db()
    return row
