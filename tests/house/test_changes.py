"""Every verb that changes a row of the business tells the trail what was there before and what is there now."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house import tree

# One worker reads the whole tree, once.
pytestmark = pytest.mark.xdist_group("tree")

ROOMS = (
    "kuramori/work/checks/",
    "kuramori/work/ledger/",
    "kuramori/work/partners/",
    "kuramori/work/places/",
    "kuramori/ground/contacts/",
    "kuramori/ground/people/",
    "kuramori/ground/papers/",
    "kuramori/ground/post/",
    "kuramori/across/reports/",
)
# Events without before and after, and why there is nothing of the kind to tell.
NOTHING_CHANGES = {
    "DAMAGED": "a look that failed",
    "TAKEN_OUT": "a look",
    "MADE": "a look",
    "LOOKED": "a look",
    "EXPORTED": "a look",
    "EXPORT_ASKED": "a look that is prepared",
    "EXPORT_MADE": "a look",
    "EXPORT_TAKEN": "a look",
    "FILE_READ": "a file that was read; the ledger is as it was",
    "IMPORT_BEGUN": "a beginning; each row's change has its own entry",
    "IMPORTED": "a sum; each row's change has its own entry",
    "FILE_BEGUN": "a beginning; each partner's change has its own entry",
    "FILE_TAKEN_IN": "a sum; each partner's and each agreement's change has its own entry",
    "RUN_BEGUN": "a look at folders that begins",
    "RUN_BY_COMMAND": "a look at folders",
    "COPY_REGISTERED": "fingerprints, which must not be told",
    "TERM_ADDED": "a keyed word, which must not be told",
    "BUNDLE_ASKED": "a look that is prepared",
    "BUNDLE_TAKEN": "a look",
    "TAKEN_BY_LINK": "a look",
    "ROSTER_READ": "a file that was read; the roster is as it was",
    "ROSTER_TAKEN_OUT": "a look",
    "ROSTER_TAKEN_IN": "a sum; each person's line has its own entry",
    "FILES_MARKED": "files that go back to who brought them; the entry stays as it is",
    "SHEET_PRINTED": "a look",
    "ENDED": "a sum of what ended; the roles ended in the entry before",
    "LINK_ISSUED": "a new way in, whose secret must not be told; nothing of the person changes",
    "LINK_OPENED": "a look",
    "LINK_LOCKED": "a count of tries",
    "CODE_WRONG": "a count of tries",
    "GUESTS_CHASED": "letters to the hosts",
    "CODE_TOLD": "a code, which must not be told",
    "PASSWORD_SET": "a secret",
    "PASSWORD_RENEWED": "a secret",
    "SECOND_STEP_FORGOTTEN": "a secret",
    "ELEVATION_BEGUN": "a sign-in session",
    "ELEVATION_USED": "a sign-in session",
    "ELEVATION_LEFT": "a sign-in session",
    "how": "a sign-in session (elevation)",
    "event": "an account's own secrets (tell), told in every organisation; a printed slip, which is a look",
    "CHANNEL_OFFERED": "a number, which must not be told",
    "LETTER_TAKEN": "a look",
    "LIST_TAKEN": "a look",
    "MOULDS_TAKEN": "a look",
    "MOULDS_TAKEN_FOR": "a look",
    "CERTIFICATE_TAKEN": "a look",
    "TEXT_TAKEN": "a look",
    "PAGE_VIEWED": "a look",
    "COPY_TAKEN": "a look",
    "REFUSED": "a count of tries",
    "TRIED_AFTER_END": "a count of tries",
    "REMINDED": "a letter",
    "TOKEN_REFUSED": "a key that was turned away",
    "STORED_APART": "what its giver has not shown yet: nothing of it is told",
    "ONWARD_ANSWERED_BY_LINK": "who answered; the answer has its own entry",
}


def _recordings() -> Iterator[tuple[str, str, bool]]:
    """Each call of `record` in the rooms: where, the event's name, and whether it tells before and after."""
    for path, _text, module in tree.product():
        name = path.as_posix()
        if not name.startswith(ROOMS) or "/tests/" in name:
            continue
        for call in tree.nodes(module):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "record":
                event = call.args[1]
                called = event.attr if isinstance(event, ast.Attribute) else ast.unparse(event)
                splats = [ast.unparse(one.value) for one in call.keywords if one.arg is None]
                tells = any(text.startswith(("between(", "parts(", "told", "_told(")) for text in splats)
                yield f"{name}:{call.lineno}", called, tells


def test_every_verb_tells_before_and_after_or_says_why_not() -> None:
    silent = [
        (where, event)
        for where, event, tells in _recordings()
        if not tells and not (event in NOTHING_CHANGES and not where.startswith("kuramori/work/checks/"))
    ]
    assert silent == []


def test_no_reason_outlives_what_it_excuses() -> None:
    found = list(_recordings())
    assert len(found) > 30
    assert {event for _where, event, tells in found if not tells} == NOTHING_CHANGES.keys()
