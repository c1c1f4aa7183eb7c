"""What two sides send each other: forged, changed, replayed, reordered, and said at the wrong time."""

from __future__ import annotations

import base64
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.rules import signing
from kuramori.rules.leaves import canonical
from kuramori.rules.statements.bodies import (
    KINDS,
    AgreementConcluded,
    AgreementOffered,
    AssuranceTold,
    Body,
    Disposal,
    DisposalCertified,
    Done,
    HandOverOffered,
    HandOverReceived,
    HandOverViewed,
    Item,
    Mode,
    OfferedLayer,
    Signatory,
    TakeBackAsked,
    Way,
)
from kuramori.rules.statements.bodies_asking import (
    ConsultationTold,
    GapMatter,
    GapMoved,
    GapNoted,
    GapStep,
    ReplyGiven,
    ReplyTaken,
    RequestOpened,
    RequestSent,
    RequestWithdrawn,
    TalkStep,
)
from kuramori.rules.statements.encoding import LONGEST_DOCUMENT, built, plain
from kuramori.rules.statements.receiving import MOST_AHEAD, Answer, Book, judge, receive
from kuramori.rules.statements.refusals import SENTENCES, StatementRefused
from kuramori.rules.statements.signed import PURPOSE, SenderKey, Signed, opened, sign, signed_from
from kuramori.rules.statements.statement import FIRST, Statement, statement_from
from kuramori.rules.statements.threads import may_follow

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
OURS, THEIRS = "kakuu-seiko.example", "mihon-kanagata.example"
SEED, OTHER_SEED = bytes(range(32)), bytes(range(1, 33))
KEY = SenderKey(OURS, signing.public_of(SEED), AT - timedelta(days=30))
THREAD = UUID(int=7)
DRAWING = Item("K-001", "金型の図面", "3", "ab" * 32, "秘", OfferedLayer.NDA, 2)

BODIES: list[Body] = [
    HandOverOffered(
        (DRAWING,),
        ("佐藤 花子",),
        "見積のため",
        "N-1",
        Mode.SHARE_PAGE,
        ("C1", "C2"),
        date(2026, 12, 8),
        None,
    ),
    HandOverReceived("佐藤 花子", date(2026, 11, 25), "cd" * 32, True, ""),
    HandOverViewed("佐藤 花子", "K-001", AT, 30),
    TakeBackAsked(("K-001",), date(2027, 3, 31), "契約の終わり"),
    DisposalCertified(
        "見本金型株式会社",
        "佐藤 花子",
        None,
        (
            Disposal(
                "K-001", "ab" * 32, Done.KEPT, "紙", "", date(2027, 3, 30), "法令", date(2033, 3, 31), True
            ),
        ),
    ),
    AgreementOffered(
        "N-1", "秘密保持契約", "ef" * 32, date(2026, 12, 1), None, Signatory("田所 一", "代表取締役")
    ),
    AgreementConcluded("N-1", "ef" * 32, date(2026, 12, 1), Signatory("田所 一", "代表取締役"), Way.LINK),
    AssuranceTold(2, 1, date(2026, 10, 1), "自己確認", None),
    GapMoved(
        GapStep.OPENED,
        1,
        0,
        False,
        "",
        GapMatter(
            "G-0001", "図面を鍵のかかる所に置く", "図面をお預けするため", "jp/meti/tics", "q09", 2, 0, True
        ),
        "",
        None,
        "",
        "",
        "",
    ),
    GapNoted("佐藤 花子", "棚の写真は出せません。", False),
    ConsultationTold(
        TalkStep.ASKED, 1, 0, False, "佐藤 花子", "金庫の費用", "", date(2026, 12, 1), 300_000, ""
    ),
    RequestSent(
        "R-0001",
        "ご確認のお願い",
        "図面をお預けするため",
        "",
        date(2027, 1, 31),
        "{}",
        "ab" * 32,
        "D3",
        "",
        24,
        "",
        "",
    ),
    RequestWithdrawn("求めすぎでした"),
    RequestOpened(date(2027, 1, 12)),
    ReplyGiven("{}", "cd" * 32),
    ReplyTaken("cd" * 32, True, date(2027, 1, 20), date(2028, 1, 20), ""),
]


def said(body: Body = BODIES[0], sequence: int = 1, previous: str = FIRST, **changed: Any) -> Statement:
    given = {"id": UUID(int=sequence), "sender": OURS, "recipient": THEIRS, "thread": THREAD, "said_at": AT}
    return Statement(sequence=sequence, previous=previous, body=body, **{**given, **changed})


def chain(bodies: list[Body], **changed: Any) -> list[Statement]:
    found: list[Statement] = []
    for number, body in enumerate(bodies, 1):
        found.append(said(body, number, found[-1].digest if found else FIRST, **changed))
    return found


def refused(work: Any, *arguments: Any) -> str:
    with pytest.raises(StatementRefused) as found:
        work(*arguments)
    for lang in ("ja", "en"):
        assert "{" not in found.value.sentence(lang)
    return found.value.code


def changed_text(statement: Statement, **changes: Any) -> str:
    return canonical({**json.loads(statement.text), **changes})


# --- One statement ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES)
def test_every_kind_reads_back_as_it_was_said(body: Body) -> None:
    statement = said(body)
    assert statement_from(statement.text) == statement
    assert opened(signed_from(sign(statement, SEED).text), [KEY], THEIRS) == statement


def test_every_kind_is_tried_here() -> None:
    assert {type(body) for body in BODIES} == set(KINDS.values())


def test_the_text_of_a_statement_never_changes_its_form() -> None:
    # Receipts signed today must verify years from now: this text and digest are part of the format.
    statement = said(AssuranceTold(2, 1, date(2026, 10, 1), "自己確認", None))
    assert statement.text == (
        '{"body":{"as_of":"2026-10-01","basis":"自己確認","information":2,"it":1,"valid_until":null},'
        '"id":"00000000-0000-0000-0000-000000000001","kind":"assurance-told","previous":"",'
        '"recipient":"mihon-kanagata.example","said_at":"2026-11-24T01:02:03Z","sender":"kakuu-seiko.example",'
        '"sequence":1,"thread":"00000000-0000-0000-0000-000000000007","v":1}'
    )
    signed = sign(statement, SEED)
    assert signing.fits(KEY.public, PURPOSE, signed.payload.encode(), signed.signature)
    assert sign(statement, SEED).text == signed.text


SHAPES = [
    ({"v": 2}, "unknown-version"),
    ({"v": True}, "unreadable"),
    ({"v": "1"}, "unreadable"),
    ({"kind": "row-changed"}, "unknown-kind"),
    ({"kind": "assurance-told"}, "shape"),
    ({"extra": 1}, "shape"),
    ({"sequence": 0}, "shape"),
    ({"sequence": True}, "shape"),
    ({"sequence": 2}, "shape"),  # nothing before it is named
    ({"previous": "ab" * 32}, "shape"),  # the first follows nothing
    ({"id": "1"}, "shape"),
    ({"id": "{00000000-0000-0000-0000-000000000001}"}, "shape"),
    ({"thread": None}, "shape"),
    ({"said_at": "2026-11-24"}, "shape"),
    ({"said_at": "2026-11-24T01:02:03+00:00"}, "shape"),
    ({"said_at": "2026-13-24T01:02:03Z"}, "shape"),
    ({"sender": ""}, "shape"),
    ({"sender": "x" * 201}, "shape"),
    ({"recipient": ["a"]}, "shape"),
    ({"body": None}, "shape"),
]


@pytest.mark.parametrize(("changes", "code"), SHAPES)
def test_an_envelope_of_another_form_is_refused(changes: dict[str, Any], code: str) -> None:
    assert refused(statement_from, changed_text(said(), **changes)) == code


BODY_SHAPES = [
    {"persons": []},
    {"persons": "佐藤"},
    {"persons": ["  "]},
    {"purpose": 1},
    {"purpose": "x" * 2_001},
    {"purpose": "a\u202eb"},
    {"mode": "mail"},
    {"expires_on": "2026-02-30"},
    {"expires_on": "20261208"},
    {"agreement": ""},
    {"items": [{}]},
    {"items": [{**json.loads(said().text)["body"]["items"][0], "sha256": "AB" * 32}]},
    {"items": [{**json.loads(said().text)["body"]["items"][0], "layer": "never"}]},
    {"items": [{**json.loads(said().text)["body"]["items"][0], "copies": -1}]},
    {"items": [{**json.loads(said().text)["body"]["items"][0], "copies": True}]},
    {"items": json.loads(said().text)["body"]["items"] * 1_001},
    {"row": 7},
]


@pytest.mark.parametrize("changes", BODY_SHAPES)
def test_a_body_of_another_form_is_refused_with_its_place(changes: dict[str, Any]) -> None:
    body = {**json.loads(said().text)["body"], **changes}
    with pytest.raises(StatementRefused) as found:
        statement_from(changed_text(said(), body=body))
    assert found.value.code in {"shape", "unreadable"}
    if found.value.code == "shape":
        assert found.value.place.startswith(f"body.{next(iter(changes))}")


def test_a_level_is_0_to_4() -> None:
    assert refused(sign, said(AssuranceTold(5, 1, date(2026, 10, 1), "x", None)), SEED) == "shape"


TEXTS = [
    "",
    "null",
    "[]",
    '"v"',
    "{" * 50,
    said().text + " ",
    " " + said().text,
    said().text.replace(",", ", ", 1),
    said().text[:-1] + ',"v":1}',
    said().text.replace('"v":1', '"v":1.0'),
    said().text.replace("金型", "\\u91d1\\u578b"),
    said().text.replace("見積のため", "見積のため\r"),
    "x" * 3_000_000,
]


@pytest.mark.parametrize("text", TEXTS)
def test_there_is_only_one_way_to_write_a_statement(text: str) -> None:
    assert refused(statement_from, text) in {"unreadable", "not-canonical"}


@pytest.mark.parametrize("note", ["a\r", "a\ud800", "a\x00"])
def test_what_a_recipient_would_refuse_is_not_signed(note: str) -> None:
    with pytest.raises((StatementRefused, UnicodeEncodeError)):
        sign(said(HandOverReceived("佐藤", date(2026, 11, 25), None, True, note)), SEED)


# --- Whose it is -----------------------------------------------------------------------------------------------------


def forged() -> list[tuple[str, Signed, str]]:
    true, other = sign(said(), SEED), sign(said(), OTHER_SEED)
    elsewhere = said(sender="someone-else.example")
    for_receipts = signing.sign(SEED, "receipt", true.payload.encode())
    late = said(said_at=AT + timedelta(days=400))
    return [
        ("another's key", other, "unknown-key"),
        ("another's signature under our key's name", replace(true, signature=other.signature), "signature"),
        ("a changed word", replace(true, payload=true.payload.replace("見積", "試作")), "signature"),
        (
            "another recipient",
            replace(true, payload=changed_text(said(), recipient="x.example")),
            "signature",
        ),
        ("addressed to somebody else", sign(said(recipient="x.example"), SEED), "not-for-us"),
        ("our key for another sender", sign(elsewhere, SEED), "unknown-key"),
        ("no signature", replace(true, signature=b""), "signature"),
        ("a signature for another purpose", replace(true, signature=for_receipts), "signature"),
        ("the bare message signed", replace(true, signature=signing.sign(SEED, "x", b"")), "signature"),
        ("after the key was given up", sign(late, SEED), "key-not-in-use"),
        ("before the key was made", sign(said(said_at=AT - timedelta(days=31)), SEED), "key-not-in-use"),
    ]


@pytest.mark.parametrize(("what", "signed", "code"), forged(), ids=[one[0] for one in forged()])
def test_a_forgery_is_refused(what: str, signed: Signed, code: str) -> None:
    key = replace(KEY, until_at=AT + timedelta(days=365))
    assert refused(opened, signed, [key], THEIRS) == code, what


def test_a_receipt_of_before_still_verifies_after_the_key_was_changed() -> None:
    old = replace(KEY, until_at=AT + timedelta(days=1))
    new = SenderKey(OURS, signing.public_of(OTHER_SEED), AT + timedelta(days=1))
    assert opened(sign(said(), SEED), [new, old], THEIRS) == said()


def test_no_edit_of_one_character_is_taken_in() -> None:
    true, chance = sign(said(), SEED).text, random.Random(15)
    alphabet = 'abcXYZ019+-_ {}[]":,\\金'
    for _ in range(1_500):
        at, kind = chance.randrange(len(true)), chance.randrange(3)
        if kind == 0:
            edited = true[:at] + true[at + 1 :]
        elif kind == 1:
            edited = true[:at] + chance.choice(alphabet) + true[at:]
        else:
            edited = true[:at] + chance.choice(alphabet) + true[at + 1 :]
        if edited != true:
            with pytest.raises(StatementRefused):
                opened(signed_from(edited), [KEY], THEIRS)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: base64.b64encode(raw).decode()))
def test_noise_is_refused_and_never_an_unexpected_failure(noise: str) -> None:
    for text in (noise, canonical({"v": 1, "key": noise, "payload": noise, "signature": "AA"})):
        with pytest.raises(StatementRefused):
            opened(signed_from(text), [KEY], THEIRS)


WRAPPINGS = [
    {"v": 2},
    {"signature": "Ä"},
    {"signature": "AA="},
    {"signature": "A"},
    {"key": 1},
    {"payload": None},
    {"more": 1},
]


@pytest.mark.parametrize("changes", WRAPPINGS)
def test_a_wrapping_of_another_form_is_refused(changes: dict[str, Any]) -> None:
    text = canonical({**json.loads(sign(said(), SEED).text), **changes})
    assert refused(signed_from, text) in {"unreadable", "unknown-version", "not-canonical"}


# --- Applied once, in order ------------------------------------------------------------------------------------------

FOUR = chain([BODIES[0], BODIES[3], BODIES[5], BODIES[7]])
EMPTY = Book(OURS, THEIRS)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_whatever_the_order_of_arrival_each_is_applied_once_and_in_its_order(order: tuple[int, ...]) -> None:
    book, applied = EMPTY, list[Statement]()
    for at in (*order, *order):  # and everything twice
        found = receive(book, FOUR[at])
        book, applied = found.book, applied + list(found.applied)
        assert found.refused == ()
    assert applied == FOUR
    assert (book.applied, dict(book.waiting), book.missing) == (4, {}, ())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=60))
def test_any_carrier_that_repeats_and_shuffles_leads_to_a_beginning_of_the_same_story(
    arrivals: list[int],
) -> None:
    story = chain([AssuranceTold(2, 2, date(2026, 1, 1 + day), "x", None) for day in range(10)])
    book, applied = EMPTY, list[Statement]()
    for at in arrivals:
        found = receive(book, story[at])
        book, applied = found.book, applied + list(found.applied)
    assert applied == story[: len(applied)]
    assert set(arrivals) >= set(range(len(applied)))
    assert len(applied) not in set(arrivals)


def test_what_is_missing_is_named_so_that_it_can_be_asked_for() -> None:
    book = receive(receive(EMPTY, FOUR[3]).book, FOUR[1]).book
    assert book.missing == (1, 3)


def test_a_second_story_under_a_used_number_is_refused() -> None:
    book = receive(EMPTY, FOUR[0]).book
    assert judge(book, FOUR[0]) is Answer.ALREADY
    assert refused(receive, book, said(BODIES[7], 1, id=UUID(int=1))) == "same-number"
    waiting = receive(EMPTY, FOUR[2]).book
    other = said(BODIES[7], 3, FOUR[1].digest, id=UUID(int=3))
    assert refused(receive, waiting, other) == "same-number"


def test_an_id_is_used_once() -> None:
    book = receive(EMPTY, FOUR[0]).book
    assert refused(receive, book, said(BODIES[7], 2, FOUR[0].digest, id=UUID(int=1))) == "same-id"


def test_what_does_not_follow_from_the_one_before_is_refused_when_its_turn_comes() -> None:
    strange = said(BODIES[7], 2, "00" * 32)
    assert refused(receive, receive(EMPTY, FOUR[0]).book, strange) == "chain"
    found = receive(receive(EMPTY, strange).book, FOUR[0])
    assert (found.applied, found.refused) == ((FOUR[0],), ((strange, "chain"),))
    assert receive(found.book, FOUR[1]).applied == (FOUR[1],)


def test_another_channel_and_a_number_far_ahead_are_refused() -> None:
    assert refused(receive, EMPTY, said(sender=THEIRS, recipient=OURS)) == "other-channel"
    far = said(BODIES[7], MOST_AHEAD + 1, "00" * 32)
    assert refused(receive, EMPTY, far) == "too-far"
    assert judge(EMPTY, said(BODIES[7], MOST_AHEAD, "00" * 32)) is Answer.WAIT


# --- Said at the right time ------------------------------------------------------------------------------------------

OFFER, RECEIPT, VIEW, ASK, CERTIFICATE, AGREEMENT, CONCLUSION, ASSURANCE, GAP, NOTE, TALK = BODIES[:11]
REQUEST, NO_MORE, OPENED, REPLY, TAKEN = BODIES[11:]
OTHER_TEXT = AgreementConcluded("N-1", "00" * 32, date(2026, 12, 1), Signatory("田所 一", "社長"), Way.PAPER)
OTHER_OFFER = AgreementOffered(
    "N-1", "契約", "11" * 32, date(2026, 12, 1), None, Signatory("田所 一", "社長")
)
WE, THEY = {"sender": OURS, "recipient": THEIRS}, {"sender": THEIRS, "recipient": OURS}
STORY = [(OFFER, WE), (RECEIPT, THEY), (VIEW, THEY), (ASK, WE), (CERTIFICATE, THEY)]
SHARE_PAGE = [(OFFER, WE), (VIEW, WE), (RECEIPT, THEY), (VIEW, WE)]
NEGOTIATION = [(AGREEMENT, WE), (AGREEMENT, THEY), (CONCLUSION, WE)]


A_GAP, A_NOTE, A_TALK = cast("GapMoved", GAP), cast("GapNoted", NOTE), cast("ConsultationTold", TALK)


def moved(step: GapStep, turn: int, **more: Any) -> GapMoved:
    return replace(A_GAP, step=step, turn=turn, matter=None, **more)


def talked(step: TalkStep, turn: int, **more: Any) -> ConsultationTold:
    return replace(A_TALK, step=step, turn=turn, topic="", **more)


def test_what_a_request_tells_has_its_form_before_it_travels() -> None:
    longest = ReplyGiven("x" * LONGEST_DOCUMENT, "cd" * 32)
    assert built(ReplyGiven, plain(longest)) == longest
    assert refused(built, ReplyGiven, plain(replace(longest, content=longest.content + "x"))) == "shape"


PROPOSAL = moved(GapStep.PROPOSED, 2)
HEARD = moved(GapStep.PROPOSED, 2, for_other=True, person="佐藤 花子")
GAPS = [
    [(GAP, WE), (PROPOSAL, THEY), (moved(GapStep.AGREED, 3, upon=2), WE), (NOTE, THEY)],
    [(GAP, WE), (HEARD, WE), (moved(GapStep.AGREED, 3, upon=2), WE)],
    [(GAP, WE), (PROPOSAL, THEY), (moved(GapStep.WITHDRAWN, 2), WE)],
    [(TALK, THEY), (talked(TalkStep.ANSWERED, 2), WE), (talked(TalkStep.AGREED, 3), THEY)],
    [(REQUEST, WE), (REPLY, THEY), (TAKEN, WE), (REPLY, THEY), (NO_MORE, WE), (TAKEN, WE)],
    [(REQUEST, WE), (OPENED, THEY), (NO_MORE, WE), (OPENED, THEY), (REPLY, THEY), (OPENED, THEY)],
]


def follow(steps: list[tuple[Body, dict[str, str]]]) -> None:
    before: list[Statement] = []
    for body, who in steps:
        statement = said(body, sender=who["sender"], recipient=who["recipient"])
        may_follow(before, statement)
        before.append(statement)


@pytest.mark.parametrize(
    "steps",
    [STORY, SHARE_PAGE, NEGOTIATION, [(AGREEMENT, WE), (CONCLUSION, THEY)], [(ASSURANCE, WE)] * 2, *GAPS],
)
def test_a_matter_that_goes_its_way_is_taken_in(steps: list[tuple[Body, dict[str, str]]]) -> None:
    follow(steps)


OUT_OF_PLACE = [
    ([(RECEIPT, THEY)], "first-missing"),
    ([(OFFER, WE), (VIEW, THEY)], "not-yet-received"),
    ([(OFFER, WE), (CERTIFICATE, THEY)], "not-yet-received"),
    ([(OFFER, WE), (RECEIPT, WE)], "not-their-part"),
    ([(OFFER, WE), (ASK, THEY)], "not-their-part"),
    ([(OFFER, WE), (OFFER, WE)], "other-matter"),
    ([(OFFER, WE), (CONCLUSION, THEY)], "other-matter"),
    ([(OFFER, WE), (RECEIPT, {"sender": "x.example", "recipient": OURS})], "other-channel"),
    ([(OFFER, WE), (TakeBackAsked(("K-009",), date(2027, 1, 1), "x"), WE)], "item-not-offered"),
    ([(OFFER, WE), (RECEIPT, THEY), (HandOverViewed("佐藤", "K-009", AT, 1), THEY)], "item-not-offered"),
    ([(AGREEMENT, WE), (CONCLUSION, WE)], "own-offer"),
    ([(AGREEMENT, WE), (OTHER_TEXT, THEY)], "other-text"),
    ([(AGREEMENT, WE), (OTHER_OFFER, WE), (CONCLUSION, THEY)], "other-text"),
    ([(AGREEMENT, WE), (CONCLUSION, THEY), (AGREEMENT, WE)], "concluded-already"),
    ([(AGREEMENT, WE), (RECEIPT, THEY)], "other-matter"),
    ([(ASSURANCE, WE), (ASSURANCE, THEY)], "not-their-part"),
    ([(ASSURANCE, WE), (RECEIPT, THEY)], "other-matter"),
    ([(PROPOSAL, THEY)], "first-missing"),
    ([(moved(GapStep.OPENED, 1), WE)], "first-missing"),
    ([(replace(A_GAP, turn=2), WE)], "turn"),
    ([(NOTE, WE)], "first-missing"),
    ([(GAP, WE), (replace(A_GAP, turn=2), WE)], "begun-already"),
    ([(GAP, WE), (PROPOSAL, WE)], "not-their-part"),
    ([(GAP, WE), (moved(GapStep.AGREED, 2), THEY)], "not-their-part"),
    ([(GAP, WE), (moved(GapStep.AGREED, 2, for_other=True, person="架空 太郎"), THEY)], "not-their-part"),
    ([(GAP, WE), (moved(GapStep.CLOSED, 2, for_other=True, person="佐藤 花子"), WE)], "not-their-part"),
    ([(GAP, WE), (moved(GapStep.PROPOSED, 2, for_other=True), WE)], "not-their-part"),
    ([(GAP, WE), (replace(A_NOTE, for_other=True), THEY)], "not-their-part"),
    ([(GAP, WE), (moved(GapStep.PROPOSED, 3), THEY)], "turn"),
    ([(GAP, WE), (PROPOSAL, THEY), (PROPOSAL, THEY)], "turn"),
    ([(GAP, WE), (RECEIPT, THEY)], "other-matter"),
    ([(talked(TalkStep.ASKED, 1), THEY)], "first-missing"),
    ([(TALK, THEY), (talked(TalkStep.AGREED, 9), WE)], "turn"),
    ([(TALK, THEY), (talked(TalkStep.AGREED, 2, for_other=True, person=""), WE)], "not-their-part"),
    ([(TALK, THEY), (NOTE, WE)], "other-matter"),
    ([(REPLY, THEY)], "first-missing"),
    ([(REQUEST, WE), (REPLY, WE)], "not-their-part"),
    ([(REQUEST, WE), (NO_MORE, THEY)], "not-their-part"),
    ([(REQUEST, WE), (OPENED, WE)], "not-their-part"),
    ([(OPENED, THEY)], "first-missing"),
    ([(REQUEST, WE), (REPLY, THEY), (TAKEN, THEY)], "not-their-part"),
    ([(REQUEST, WE), (TAKEN, WE)], "other-reply"),
    ([(REQUEST, WE), (RECEIPT, THEY)], "other-matter"),
]


@pytest.mark.parametrize(("steps", "code"), OUT_OF_PLACE)
def test_what_has_no_place_in_a_matter_is_refused(
    steps: list[tuple[Body, dict[str, str]]], code: str
) -> None:
    follow(steps[:-1])
    assert refused(follow, steps) == code


def test_every_refusal_speaks_both_languages() -> None:
    for japanese, english in SENTENCES.values():
        assert english.replace("“", "").replace("”", "").isascii()
        assert not japanese.isascii()
