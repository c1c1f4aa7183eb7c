"""Have our checkpoints cosigned by the witnesses that the settings name (C2SP tlog-witness).

A witness remembers the newest checkpoint it cosigned and takes only a later one with a proof that ours grew from it.
That memory is what makes a rewritten history impossible to hide; so whatever it says that does not fit is an alarm.
"""

from __future__ import annotations

import datetime
from http import HTTPStatus
from typing import Final, NoReturn

from kuramori.ground.trail import fork, tree
from kuramori.ground.trail.anchors import errands
from kuramori.ground.trail.checkpoint import HistoryChanged, checkpoint
from kuramori.ground.trail.known import KnownWitness, witnesses
from kuramori.ground.trail.models import Anchor, AnchorKind, Checkpoint, How
from kuramori.ground.trail.prove import consistency_between, cosigned_note
from kuramori.outside import clock
from kuramori.outside.net import Answer, NetFault, fetch, short_word
from kuramori.rules import notes
from kuramori.rules.notes import NoteUnreadable, SignatureWrong, Verifier
from kuramori.rules.witnessing import SIZE_KIND, Submission, cosignatures_from, told_size

# Called each minute; a little less, so that a call that comes early is not put off for another minute.
EVERY: Final = datetime.timedelta(seconds=50)
# A cosignature from the future would make the log look fixed for longer than it is.
CLOCKS_APART: Final = datetime.timedelta(minutes=10)
LARGEST_ANSWER: Final = 64 * 1024

_MEANING: Final[dict[int, str]] = {
    HTTPStatus.NOT_FOUND: "unknown",
    HTTPStatus.FORBIDDEN: "key",
    HTTPStatus.TOO_MANY_REQUESTS: "busy",
}


class _NotCosigned(Exception):
    """This time there is no cosignature; the message is the short word for why."""


def ask_all(*, at_once: bool = False) -> int:
    """Ask every witness that has not seen the newest entries, each at most once a minute; returns how many cosigned.

    `at_once` does not wait for the minute (a command). Raises nothing: how each ended is kept as its errand.
    """
    return sum(ask_one(known, at_once=at_once) for known in witnesses())


def ask_one(known: KnownWitness, *, at_once: bool = False) -> bool:
    """Whether this witness cosigned our newest checkpoint now."""
    if known.verifier is None:
        name = f"witness:{known.label}"
        if errands.claim(name, EVERY):
            errands.failed(name, "setting")
        return False
    name, length = errand_of(known.verifier), tree.size()
    if cosigned_size(known.verifier) > length:  # entries are gone
        fork.check_own()
        errands.failed(name, "forked")
    if cosigned_size(known.verifier) >= length:
        return False
    if not errands.claim(name, datetime.timedelta(0) if at_once else EVERY):
        return False
    try:
        signed = checkpoint()
        if signed is None:
            return False
        _keep(signed, known.verifier, *_talk(known, known.verifier, signed))
    except HistoryChanged:
        fork.check_own()
        errands.failed(name, "forked")
    except NetFault as fault:
        errands.failed(name, short_word(fault))
    except _NotCosigned as why:
        errands.failed(name, str(why))
    else:
        errands.done(name, signed.size)
        return True
    return False


def errand_of(verifier: Verifier) -> str:
    return f"witness:{verifier.name}"


def cosigned_size(verifier: Verifier) -> int:
    """The largest size that this witness cosigned, as far as we hold its word for it."""
    sizes = Anchor.objects.filter(kind=AnchorKind.WITNESS, name=verifier.name).order_by("-size")
    return sizes.values_list("size", flat=True).first() or 0


def _talk(known: KnownWitness, verifier: Verifier, signed: Checkpoint) -> tuple[notes.Signature, int]:
    """One request, and a second where the witness stands elsewhere than we thought."""
    before = cosigned_size(verifier)
    old = before
    for _attempt in range(2):
        answer = _post(known, Submission(old, consistency_between(old, signed.size), signed.note))
        if answer.status == HTTPStatus.OK:
            return _cosignature(answer, verifier, signed)
        if answer.status == HTTPStatus.UNPROCESSABLE_ENTITY:
            _alarm(How.REFUSED, verifier, _note_of(old), signed.note, answer)
        if answer.status != HTTPStatus.CONFLICT:
            raise _NotCosigned(_MEANING.get(answer.status, "answer"))
        old = _stands_at(answer, verifier, signed, asked=old, before=before)
    raise _NotCosigned("busy")


def _post(known: KnownWitness, submission: Submission) -> Answer:
    return fetch(
        f"{known.url.rstrip('/')}/add-checkpoint",
        method="POST",
        headers={"Content-Type": "text/plain; charset=utf-8"},
        body=submission.text.encode(),
        limit_bytes=LARGEST_ANSWER,
        allow_private=known.private_network,
        authorities=known.authorities,
    )


def _stands_at(answer: Answer, verifier: Verifier, signed: Checkpoint, *, asked: int, before: int) -> int:
    """The size from which to try again; an alarm where it cannot be true of the history that we have."""
    try:
        told = told_size(answer.body.decode("ascii"))
    except (UnicodeDecodeError, NoteUnreadable) as error:
        raise _NotCosigned("answer") from error
    if answer.kind != SIZE_KIND:
        raise _NotCosigned("answer")
    if told > tree.size():
        _alarm(How.LONGER, verifier, "", signed.note, answer)
    if told < before:
        _alarm(How.FORGOT, verifier, _note_of(before), signed.note, answer)
    if told == asked:
        if told != signed.size:
            raise _NotCosigned("answer")
        _alarm(How.REFUSED, verifier, _note_of(told), signed.note, answer)
    if told > signed.size:  # another process of ours was quicker
        raise _NotCosigned("busy")
    return told


def _cosignature(answer: Answer, verifier: Verifier, signed: Checkpoint) -> tuple[notes.Signature, int]:
    """The witness's line and its time; every line by another key is left aside."""
    text = notes.note_from(signed.note).text
    try:
        lines = cosignatures_from(answer.body.decode("utf-8"))
        at = notes.check_cosigned(text, lines, verifier)
    except (UnicodeDecodeError, NoteUnreadable) as error:
        raise _NotCosigned("answer") from error
    except SignatureWrong as error:
        raise _NotCosigned("signature") from error
    if at > (clock.now() + CLOCKS_APART).timestamp():
        raise _NotCosigned("clock")
    newest = max(notes.signatures_by(lines, verifier), key=lambda line: line.content[:8])
    return newest, at


def _keep(signed: Checkpoint, verifier: Verifier, line: notes.Signature, at: int) -> None:
    Anchor.objects.get_or_create(
        kind=AnchorKind.WITNESS,
        name=verifier.name,
        size=signed.size,
        defaults={
            "at": datetime.datetime.fromtimestamp(at, datetime.UTC),
            "content": line.line.rstrip("\n").encode(),
        },
    )


def _alarm(how: How, verifier: Verifier, first: str, second: str, answer: Answer) -> NoReturn:
    """Raise the alarm with what the witness answered, and end this talk."""
    told = f"HTTP {answer.status}\n{answer.body.decode('utf-8', 'replace')[:2000]}"
    origin = notes.checkpoint_from(notes.note_from(second).text).origin
    fork.met(how, origin, first or told, second, source=verifier.name, proof=told)
    raise _NotCosigned("forked")


def _note_of(size: int) -> str:
    """Our checkpoint of that size with its cosignatures, or "" where we never signed one."""
    found = Checkpoint.objects.filter(size=size).first()
    return cosigned_note(found) if found else ""
