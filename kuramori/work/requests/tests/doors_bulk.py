"""What the addresses of workbooks promise, and one of everything that they name."""

from __future__ import annotations

import hashlib

from kuramori.ground.packs import own
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.own_list import Row
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.requests.models import Drop, DroppedSheet, SheetState
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.workbooks import handing_out
from kuramori.work.requests.workbooks.filled import Fault, Filled, text_of
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "requests:workbooks": get(Can.REQUEST_READ),
    "requests:drop": post(Can.REPLY_TAKE),
    "requests:dropped": get(Can.REPLY_TAKE),
    "requests:add_to_drop": post(Can.REPLY_TAKE),
    "requests:dropped_list": get(Can.REPLY_TAKE),
    "requests:take_drop": post(Can.REPLY_TAKE),
    "requests:throw_drop": post(Can.REPLY_TAKE),
    "requests:dropped_sheet": get(Can.REPLY_TAKE),
    "requests:take_sheet": post(Can.REPLY_TAKE),
    "requests:assign_sheet": post(Can.REPLY_TAKE),
    "requests:find_by_hand": get(Can.REPLY_TAKE),
    "requests:own_lists": get(Can.PROFILE_CHANGE),
    "requests:own_list_form": get(Can.PROFILE_CHANGE),
    "requests:read_own_list": post(Can.PROFILE_CHANGE),
    "requests:own_list": get(Can.PROFILE_CHANGE),
    "requests:use_own_list": post(Can.PROFILE_CHANGE),
    "requests:retire_own_list": post(Can.PROFILE_CHANGE),
    "requests:workbook": get(Can.REQUEST_MAKE),
    "requests:by_hand": form(Can.REPLY_TAKE),
    "requests:make_workbooks": post(Can.REQUEST_MAKE),
    "requests:made_workbooks": get(Can.REQUEST_MAKE),
    "requests:made_workbooks_file": get(Can.REQUEST_MAKE),
}
THINGS: dict[str, str] = {
    "dropped": "drop",
    "add_to_drop": "drop",
    "dropped_list": "drop",
    "take_drop": "drop",
    "throw_drop": "drop",
    "dropped_sheet": "dropped_sheet",
    "take_sheet": "dropped_sheet",
    "assign_sheet": "dropped_sheet",
    "own_list": "own_list",
    "use_own_list": "own_list",
    "retire_own_list": "own_list",
    "workbook": "workbook_asked",
    "by_hand": "workbook_asked",
    "make_workbooks": "workbook_request",
    "made_workbooks": "workbooks_job",
    "made_workbooks_file": "workbooks_job",
}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """A request that is out, its workbooks being made, and a file that came back with a doubt."""
    sent = asked_world.sent(owner, ("回答表の見本",), number="R-9301")
    drop = Drop.objects.create(
        organisation=owner.organisation, made_by_id=owner.person_id, made_at=clock.now(), read_at=clock.now()
    )
    filled = Filled(
        number=sent.asked[0].number,
        given_by="見本 次郎",
        answers={"q01": Given(Said.PLANNED, words="これから", plan="一覧を作る", plan_on=clock.today())},
        faults=(Fault("half-filled", values={"blank": "18", "all": "19"}),),
    )
    sheet = DroppedSheet.objects.create(
        organisation=owner.organisation,
        drop=drop,
        at=1,
        name="返信_見本.xlsx",
        sha256=hashlib.sha256(b"doors").hexdigest(),
        size=5,
        sealed=b"",
        read=text_of(filled),
        state=SheetState.DOUBTS,
        asked=sent.asked[0],
        changed=1,
        faults=1,
    )
    listed = own.read_in(
        owner, "見本の一覧", [Row(5, question="鍵をかけていますか。", why="図面を預けるため。")]
    )
    return {
        "own_list": listed.pk,
        "drop": drop.pk,
        "dropped_sheet": sheet.pk,
        "workbook_asked": sent.asked[0].pk,
        "workbook_request": sent.request.pk,
        "workbooks_job": handing_out.ask_for_all(owner, sent.request).pk,
    }
