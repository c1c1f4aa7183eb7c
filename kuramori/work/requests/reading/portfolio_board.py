"""One page for the board: the few numbers that matter, what ends soon, and three decisions to take, in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, Value
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests import board as rules
from kuramori.rules.requests.board import Decision, Facts, Weight
from kuramori.work.requests.models import AskedState
from kuramori.work.requests.reading import portfolio, portfolio_reply
from kuramori.work.requests.reading.portfolio import Overview
from kuramori.work.requests.reading.portfolio_ending import agreements_stirring, replies_ending, seen_ending
from kuramori.work.requests.reading.portfolio_list import Filters
from kuramori.work.requests.reading.portfolio_lists import Questions

MOST_WEAK: Final = 3
STEPS: Final = ((0, 30), (31, 60), (61, 90))
"""Days from today, both included."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar of 1,000: from `start`, `width` wide; `tone` its colour, `query` the list of these companies."""

    words: str
    number: int
    start: int
    width: int
    tone: str
    query: str


@dataclass(frozen=True, slots=True)
class Ends:
    """How many of one kind end in each of `STEPS`; `kind` is what the list of ends calls it."""

    kind: str
    words: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision to take: `title` with its verb, `why` with its number; `query` narrows the list, or is empty."""

    number: int
    code: Decision
    title: str
    why: str
    query: str


@dataclass(frozen=True, slots=True)
class Board:
    """`says` is the page in a sentence or two; `honest` is empty where the answers carry."""

    on: datetime.date
    page: Overview
    facts: Facts
    percent: int
    says: tuple[str, ...]
    honest: str
    came: tuple[Piece, ...]
    moved: tuple[Piece, ...]
    ends: tuple[Ends, ...]
    choices: tuple[Choice, ...]

    @property
    def weakest(self) -> tuple[Any, ...]:
        return self.page.weakest[:MOST_WEAK]


def board(actor: Actor, asked: Questions) -> Board:
    """Everything of the page; what the actor may not read elsewhere is not on it either."""
    page, today = portfolio.overview(actor, asked), clock.today()
    states = dict(portfolio_reply.newest(asked).values_list("state").annotate(n=Count("*")).order_by())
    overdue = portfolio_reply.narrowed(asked, reply="over", round_id=None, klass="").count()
    came = _came(asked, states)
    facts = Facts(
        asked=sum(states.values()),
        answered=came[0].number,
        overdue=overdue,
        holders=page.holders_count,
        prices=page.price_talks,
        weakest=page.weakest[0].all.percent if page.weakest else None,
        fallen=page.down,
        ending=page.ending_replies,
    )
    return Board(
        on=today,
        page=page,
        facts=facts,
        percent=rules.rate(facts),
        says=_says(facts, page),
        honest=_honest(facts),
        came=came,
        moved=_pieces(
            asked,
            (
                (_("上がった"), page.up, "good", {"move": "up"}),
                (_("同じ"), page.same, "calm", {"move": "same"}),
                (_("下がった"), page.down, "low", {"move": "down"}),
            ),
        ),
        ends=_ends(actor, asked, today),
        choices=tuple(
            _choice(number, code, facts, page, asked, came[1].number + came[2].number)
            for number, code in enumerate(rules.decisions(facts), 1)
        ),
    )


def _came(asked: Questions, states: dict[str, int]) -> tuple[Piece, ...]:
    def those(*which: AskedState) -> int:
        return sum(states.get(one, 0) for one in which)

    return _pieces(
        asked,
        (
            (_("回答済み"), those(*portfolio_reply.ANSWERED), "good", {"reply": "answered"}),
            (_("開いた・書きかけ"), those(*portfolio_reply.BEGUN), "some", {"reply": "reading"}),
            (_("まだ開いていない"), those(*portfolio_reply.UNSEEN), "calm", {"reply": "sent"}),
            (_("答えられない"), those(AskedState.DECLINED), "low", {"reply": "declined"}),
        ),
    )


def _pieces(asked: Questions, told: tuple[tuple[str, int, str, dict[str, str]], ...]) -> tuple[Piece, ...]:
    total = sum(number for _words, number, _tone, _narrowed in told) or 1
    pieces, before = [], 0
    for words, number, tone, narrowed in told:
        start, end = 1_000 * before // total, 1_000 * (before + number) // total
        query = Filters(pack=asked.pack_id, **narrowed).query
        pieces.append(Piece(words, number, start, end - start, tone, query))
        before += number
    return tuple(pieces)


def _says(facts: Facts, page: Overview) -> tuple[str, ...]:
    if not facts.asked:
        return (_("この設問で、まだお願いを送っていません。"),)
    told = [
        _("%(asked)s社にお願いし、%(answered)s社（%(percent)s%%）が答えました。")
        % {"asked": facts.asked, "answered": facts.answered, "percent": rules.rate(facts)}
    ]
    if facts.answered and any(band.partners for band in page.bands):
        told.append(
            _("満たしている割合が%(from)s%%以上の会社は%(high)s社、%(to)s%%以下の会社は%(low)s社です。")
            % {
                "from": page.bands[-1].from_percent,
                "high": page.bands[-1].partners,
                "to": page.bands[0].to_percent,
                "low": page.bands[0].partners,
            }
        )
    return tuple(told)


def _honest(facts: Facts) -> str:
    return {
        Weight.NONE: _("まだ1社も答えていません。下の数字は、取引先全体のことを表しません。"),
        Weight.FEW: _(
            "答えたのは%(n)s社だけです。1社で割合が大きく動くため、取引先全体のこととしては読めません。"
        )
        % {"n": facts.answered},
        Weight.HALF: _(
            "答えた会社は半分に届きません。答えていない会社のほうが多く、そのようすは分かりません。"
        ),
        Weight.ENOUGH: "",
    }[rules.weight(facts)]


def _ends(actor: Actor, asked: Questions, today: datetime.date) -> tuple[Ends, ...]:
    days = [
        (today + datetime.timedelta(days=first), today + datetime.timedelta(days=last))
        for first, last in STEPS
    ]
    found: list[tuple[str, str, Any, list[Q]]] = [
        ("replies", _("回答"), replies_ending(asked, today), _between("valid_until", days))
    ]
    if actor.may(Can.AGREEMENT_READ):
        found.append(("seen", _("確認・認証"), seen_ending(today), _between("valid_until", days)))
        # What was changed since it was counted may have a day at any time: it stands in the first column.
        stirring = agreements_stirring(today)
        later = _between("stirs_on", days)[1:]
        uncounted = ~(later[0] | later[1]) | Q(stirs_on__isnull=True)
        found.append(("agreements", _("契約の期日"), stirring, [uncounted, *later]))
    return tuple(
        Ends(
            kind,
            words,
            tuple(
                rows.aggregate(
                    **{f"step_{at}": Count(Value(1), filter=one) for at, one in enumerate(wanted)}
                ).values()
            ),
        )
        for kind, words, rows, wanted in found
    )


def _between(field: str, days: list[tuple[datetime.date, datetime.date]]) -> list[Q]:
    return [Q(**{f"{field}__range": one}) for one in days]


def _choice(
    number: int, code: Decision, facts: Facts, page: Overview, asked: Questions, awaited: int
) -> Choice:
    weak = page.weakest[0] if page.weakest else None
    title, why, narrowed = {
        Decision.HOLDERS: (
            _("極秘を持つ%(n)s社を、どう確かめるか決める") % {"n": facts.holders},
            _(
                "見た段階が、求める段階に届いていません。訪問する・第三者の確認を頼む・渡すのを止める、から選びます。"
            ),
            {"top": "below", "sort": "tops"},
        ),
        Decision.PRICES: (
            _("費用の相談%(n)s件に、だれがいつ返事をするか決める") % {"n": facts.prices},
            _("返事がないと、取引先は対策を始められません。"),
            {},
        ),
        Decision.SILENT: (
            _("答えのない%(n)s社に、次に何をするか決める") % {"n": awaited},
            _("うち期限を過ぎたのは%(n)s社。電話で頼む・手伝う人を出す・次の回まで待つ、から選びます。")
            % {"n": facts.overdue},
            {"reply": "waiting"},
        ),
        Decision.WEAKEST: (
            _("「%(item)s」を、どう手伝うか決める") % {"item": weak.title if weak else ""},
            _("満たしているのは%(n)s%%。研修を開く・ひな形を配る・専門家の訪問を案内する、から選びます。")
            % {"n": facts.weakest},
            {"item": weak.id if weak else "", "state": "lacking"},
        ),
        Decision.FALLEN: (
            _("前の回から下がった%(n)s社に、わけを聞く人を決める") % {"n": facts.fallen},
            _("人が替わった・仕事が増えた、などのわけがあります。責めずに聞きます。"),
            {"move": "down", "sort": "move"},
        ),
        Decision.ENDING: (
            _("90日で切れる%(n)s社の回答を、いつ確かめ直すか決める") % {"n": facts.ending},
            _("切れると、提供を決めるときに数えられなくなります。"),
            {"ending": "90", "sort": "until"},
        ),
        Decision.NEXT: (
            _("次の確認を、いつ・だれに出すか決める"),
            _("同じ設問で続けると、動きを比べられます。"),
            {},
        ),
    }[code]
    query = Filters(pack=asked.pack_id, **narrowed).query if narrowed else ""
    return Choice(number, code, title, why, query)
