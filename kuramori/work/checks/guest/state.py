"""What a visitor has entered so far. It lives in the form: read from each post, written back as hidden fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from kuramori.rules import answers as answer_rules
from kuramori.rules.answers import Answer, Answered, AnswerFile, NotApplicable
from kuramori.rules.catalogue import Item, Pack
from kuramori.rules.document import FORBIDDEN
from kuramori.rules.faults import Fault, Refused, words

NA: Final = "na"
REASON: Final = ".reason"
ROUTES: Final = ("first", "review")
VIEWS: Final = ("measures", "fields")
# Sent beside the ticks, so that "all ticks taken away" differs from "never touched".
NOTHING_TICKED: Final = "none"
# Whatever else stands in a form (token, buttons) is no answer.
OWN_FIELDS: Final = frozenset(
    {
        "pack",
        "version",
        "route",
        "official_score",
        "note",
        "did",
        "view",
        "at",
        "go",
        "mend",
        "csrfmiddlewaretoken",
    }
)


@dataclass(frozen=True, slots=True)
class Given:
    """What was entered for one item. `choice` is "" (nothing yet), a level as text, or "na".

    `reason` is kept as typed even while another choice is ticked: whoever goes back to N/A finds it again.
    """

    choice: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One visit. `given` has every item of the pack, in its order.

    `did` are the items whose next action is ticked in the what-if, None before anybody touched the ticks.
    """

    pack: Pack
    given: Mapping[str, Given]
    route: str = "first"
    official_score: str = ""
    note: str = ""
    did: tuple[str, ...] | None = None
    view: str = "measures"


class Unreadable(Exception):
    """The post names a pack, a version, an item or a level that there is not; `faults` says where."""

    def __init__(self, faults: list[Fault], pack: Pack | None) -> None:
        self.faults = tuple(faults)
        self.pack = pack
        super().__init__("; ".join(fault.full_line("en") for fault in faults[:5]))


def blank(pack: Pack, route: str = "first") -> State:
    """Nothing entered yet."""
    return State(pack, {item.id: Given() for item in pack.items}, route if route in ROUTES else ROUTES[0])


def from_post(post: QueryDict, find_pack: Callable[[str], Pack | None], *, mend: bool = False) -> State:
    """Read the form. Raises `Unreadable`; with `mend`, what cannot be read is left out and the version is today's.

    What a person may get wrong (N/A without a reason, a score that is no number) is not refused here: it is kept
    and named by `wrongs`.
    """
    faults: list[Fault] = []
    named = post.get("pack", "")
    pack = find_pack(named)
    if pack is None:
        fault = _fault("unknown-pack", "pack", pack=named) if named else _fault("no-pack", "pack")
        raise Unreadable([fault], None)
    version = post.get("version", "")
    if not version:
        faults.append(_fault("no-version", "version", current=pack.version))
    elif version != pack.version:
        faults.append(_fault("other-version", "version", version=version, current=pack.version))
    faults += _strangers(post, pack)
    state = blank(pack, post.get("route", ""))
    given = {}
    for item in pack.items:
        choice = post.get(item.id, "")
        wrong = _unreadable(item, choice, pack.profile.best)
        if wrong:
            faults.append(wrong)
        given[item.id] = Given("" if wrong else choice, _line(post.get(item.id + REASON, "")))
    if faults and not mend:
        raise Unreadable(faults, pack)
    view = post.get("view", "")
    return replace(
        state,
        given=given,
        official_score=post.get("official_score", "").strip()[:20],
        note=_text(post.get("note", ""))[: answer_rules.NOTE_LENGTH],
        did=tuple(item for item in ticks if item in pack) if (ticks := post.getlist("did")) else None,
        view=view if view in VIEWS else VIEWS[0],
    )


def from_file(file: AnswerFile, pack: Pack, route: str) -> State:
    """A loaded answer file as the state of a visit."""
    given = {item.id: _given(file.answers.get(item.id)) for item in pack.items}
    score = "" if file.official_score is None else f"{file.official_score}"
    return replace(blank(pack, route), given=given, official_score=score, note=file.note or "")


def to_file(state: State) -> AnswerFile:
    """What travels: the readable answers only, in the form of the answer file."""
    return AnswerFile(
        state.pack.id, state.pack.version, answers(state), official_score(state), state.note.strip() or None
    )


def hidden_fields(state: State, *, leave_out: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Name and value of everything that must travel on. `leave_out`: items and fields that the page shows itself."""
    fields = [("pack", state.pack.id), ("version", state.pack.version), ("route", state.route)]
    for item, given in state.given.items():
        if item in leave_out:
            continue
        if given.choice:
            fields.append((item, given.choice))
        if given.reason:
            fields.append((item + REASON, given.reason))
    rest = [("official_score", state.official_score), ("note", state.note), ("view", state.view)]
    fields += [(name, value) for name, value in rest if value and name not in leave_out]
    if state.did is not None and "did" not in leave_out:
        fields += [("did", tick) for tick in (NOTHING_TICKED, *state.did)]
    return fields


def answers(state: State) -> dict[str, Answer]:
    """The answers that hold; an N/A whose reason is missing counts as not answered."""
    found = {}
    for item in state.pack.items:
        answer = _answer(state, item)
        if answer is not None and wrong_of(state, item.id) is None:
            found[item.id] = answer
    return found


def wrongs(state: State) -> dict[str, Fault]:
    """What a person has to put right, by the item's id (and "official_score")."""
    found = {item: fault for item in state.given if (fault := wrong_of(state, item)) is not None}
    try:
        answer_rules.read_score(state.official_score)
    except Refused as refused:
        found["official_score"] = refused.faults[0]
    return found


def wrong_of(state: State, item_id: str) -> Fault | None:
    """What is wrong with the answer to one item, or None."""
    given = state.given[item_id]
    if given.choice != NA:
        return None
    try:
        answer_rules.answer_from(state.pack, item_id, {"na": given.reason})
    except Refused as refused:
        return refused.faults[0]
    return None


def official_score(state: State) -> int | float | None:
    """The number the official workbook gave, 0 to 100, or None where it was not told or cannot be read."""
    try:
        return answer_rules.read_score(state.official_score)
    except Refused:
        return None  # `wrongs` names it


def first_open(state: State) -> str | None:
    """The first item without an answer that holds, or None when all have one."""
    held = answers(state)
    return next((item.id for item in state.pack.items if item.id not in held), None)


def _answer(state: State, item: Item) -> Answer | None:
    given = state.given[item.id]
    if given.choice == NA:
        return NotApplicable(given.reason)
    return Answered(int(given.choice)) if given.choice else None


def _given(answer: Answer | None) -> Given:
    if isinstance(answer, NotApplicable):
        return Given(NA, _line(answer.reason))
    return Given() if answer is None else Given(str(answer.level))


def _unreadable(item: Item, choice: str, best: int) -> Fault | None:
    if choice in ("", NA):
        return None if choice == "" or item.na_allowed else _fault("na-not-allowed", item.id, id=item.id)
    if not (choice.isascii() and choice.isdigit()):
        return _fault("level-not-whole", item.id, value=choice, best=best)
    # No int() of a thousand digits: more than two cannot be a level.
    if len(choice) > 2 or int(choice) > best or str(int(choice)) != choice:
        return _fault("level-out-of-range", item.id, value=choice, best=best)
    return None


def _strangers(post: QueryDict, pack: Pack) -> list[Fault]:
    found = []
    for name in list(post)[:200]:
        if name not in OWN_FIELDS and name.removesuffix(REASON) not in pack:
            found.append(_fault("unknown-answer", name, id=name.removesuffix(REASON)))
    return found


def _text(text: str) -> str:
    # Browsers count a line end as one letter when they hold back what is too long, and send it as two.
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _line(text: str) -> str:
    # A hidden field cannot hold line ends, and a reason is one line.
    return " ".join(FORBIDDEN.sub("", text).split())


def _fault(rule: str, place: str, **values: object) -> Fault:
    return Fault("", None, None, rule, place, words(values))
