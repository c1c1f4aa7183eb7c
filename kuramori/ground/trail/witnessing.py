"""The verb of a witness: cosign the checkpoint of another instance's log, after checking that it only grew.

This is the witness of C2SP tlog-witness. It knows no content of the log; for each log it keeps one row, what it
cosigned last. Checking that row and replacing it are one step, so that two requests at once cannot turn it back.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from django.conf import settings
from django.db import connection

from kuramori.ground.trail import fork, keys
from kuramori.ground.trail.known import witnessed_log
from kuramori.ground.trail.models import How, Knock, Witnessed
from kuramori.outside import clock
from kuramori.rules import merkle, notes
from kuramori.rules.merkle import ProofWrong
from kuramori.rules.notes import Checkpoint, Note, NoteUnreadable, SignatureWrong, Verifier
from kuramori.rules.witnessing import SIZE_KIND, Submission, submission_from

log = structlog.get_logger()

LARGEST_REQUEST = 64 * 1024
MOST_A_MINUTE = 120
PLAIN = "text/plain; charset=utf-8"

COUNT = (
    "INSERT INTO trail_knock (who, minute, count) VALUES (%s, %s, 1) ON CONFLICT (who) DO UPDATE SET "
    "count = CASE WHEN trail_knock.minute = excluded.minute THEN trail_knock.count + 1 ELSE 1 END, "
    "minute = excluded.minute RETURNING count"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: an HTTP status, a text, and its media type."""

    status: int
    text: str
    kind: str = PLAIN


def cosign(text: str) -> Reply:
    """Answer one `add-checkpoint` request. The new checkpoint is kept before its cosignature is given out."""
    try:
        asked = submission_from(text)
        note = notes.note_from(asked.note)
        said = notes.checkpoint_from(note.text)
    except NoteUnreadable as error:
        return _refused(HTTPStatus.BAD_REQUEST, f"cannot read: {error}")
    verifier = witnessed_log(said.origin)
    if verifier is None:
        return _refused(HTTPStatus.NOT_FOUND, "unknown log")
    try:
        notes.check_signed(note, verifier)
    except SignatureWrong:
        return _refused(HTTPStatus.FORBIDDEN, "no signature by a known key of this log")
    if asked.old > said.size:
        return _refused(HTTPStatus.BAD_REQUEST, "the old size is larger than the checkpoint's")
    return _follow(asked, _only_by(note, verifier), said)


def comes_too_often(address: str) -> bool:
    """Count one request of this minute; the count holds across processes. Addresses are kept as keyed hashes only."""
    minute = int(clock.now().timestamp()) // 60
    who = hmac.new(settings.VAULT.key("trail-knock"), address.encode(), hashlib.sha256).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [who, minute])
        count = int(cursor.fetchone()[0])
    if count == 1:
        Knock.objects.filter(minute__lt=minute - 60).delete()
    return count > MOST_A_MINUTE


def _follow(asked: Submission, note: Note, said: Checkpoint) -> Reply:
    """The checkpoint after the one we cosigned last, or why not."""
    kept, _new = Witnessed.objects.get_or_create(origin=said.origin)
    if asked.old != kept.size:
        return _size_told(kept)
    if said.size == kept.size and said.root.hex() != kept.root:
        fork.met(How.LOG, said.origin, kept.note, note.whole)
        return _size_told(kept)
    try:
        merkle.check_consistency(kept.size, said.size, bytes.fromhex(kept.root), said.root, asked.path)
    except ProofWrong:
        # Not proven: anybody can send a published checkpoint with a broken proof.
        fork.met(How.LOG, said.origin, kept.note, note.whole, proof=asked.text, is_proven=False)
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "the consistency proof does not hold")
    moment = clock.now()
    swapped = Witnessed.objects.filter(origin=said.origin, size=kept.size, root=kept.root).update(
        size=said.size, root=said.root.hex(), note=note.whole, at=moment
    )
    if not swapped:  # another request was quicker
        return _size_told(Witnessed.objects.get(origin=said.origin))
    cosignature = notes.cosigned(note.text, keys.witness_signer(), at=int(moment.timestamp()))
    return Reply(HTTPStatus.OK, cosignature.line)


def _only_by(note: Note, verifier: Verifier) -> Note:
    return Note(note.text, tuple(notes.signatures_by(note.signatures, verifier)))


def _size_told(kept: Witnessed) -> Reply:
    return Reply(HTTPStatus.CONFLICT, f"{kept.size}\n", SIZE_KIND)


def _refused(status: HTTPStatus, why: str) -> Reply:
    return Reply(status, f"{why}\n")
