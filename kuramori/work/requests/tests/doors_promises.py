"""What the addresses of promises to customers promise, and one of everything that they name."""

from __future__ import annotations

from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import store
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.requests.models import Kept, Promise
from kuramori.work.requests.promising import filed, recording
from kuramori.work.requests.tests import promised
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "requests:promises": get(Can.REQUEST_READ),
    "requests:new_promise": form(Can.PROMISE_CHANGE),
    "requests:import_promises": form(Can.PROMISE_CHANGE),
    "requests:promises_template": get(Can.PROMISE_CHANGE),
    "requests:promises_look": get(Can.PROMISE_CHANGE),
    "requests:promises_columns": post(Can.PROMISE_CHANGE),
    "requests:promises_take": post(Can.PROMISE_CHANGE),
    "requests:promises_drop": post(Can.PROMISE_CHANGE),
    "requests:export_promises": post(Can.REQUEST_READ),
    "requests:promise": get(Can.REQUEST_READ),
    "requests:step_promise": post(Can.PROMISE_CHANGE),
    "requests:promise_proof": get(Can.REQUEST_READ),
    "requests:promise_check_file": get(Can.REQUEST_READ),
}
THINGS: dict[str, str] = {
    **dict.fromkeys(("promise", "step_promise", "promise_proof"), "promise"),
    "promise_check_file": "promise_check",
    **dict.fromkeys(("promises_look", "promises_columns", "promises_take", "promises_drop"), "promises_file"),
}
PARTS: dict[str, dict[str, object]] = {"step_promise": {"step": "end"}}


def furnish(cast: Cast, owner: Actor, word: str = "") -> dict[str, object]:
    """A promise with its proof and one look with a paper."""
    row, file = _row(owner, promised.customer(owner, f"約束重機{word}"), word)
    look = recording.Look(Kept.KEPT, promised.day(-1), f"棚を見た{word}", f"帳面{word}", file)
    listed = promised.workbook(["お客様", "求められたこと"], [f"約束重機{word}", f"型を返す{word}"])
    return {
        "promises_file": filed.keep(owner, listed).pk,
        "promise": row.pk,
        "promise_check": recording.check_promise(owner, row, look, revision=row.revision).pk,
    }


def furnish_one(owner: Actor, partner: Partner, word: str = "") -> Promise:
    """A promise to a customer with every text of it."""
    return _row(owner, partner, word)[0]


def _row(owner: Actor, partner: Partner, word: str) -> tuple[Promise, File]:
    file = store(owner, name=f"鍵の帳面{word}.txt", chunks=[b"key 1"])
    answer = recording.Answer(promised.yes().word, promised.day(-5), f"棚に置く{word}", f"帳面{word}", file)
    told = promised.asked(f"鍵のかかる所に置く{word}", who=f"例示 一{word}", scope=f"第2工場{word}")
    row = recording.record_promise(owner, partner, told, answer)
    return row, file
