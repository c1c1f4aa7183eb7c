"""求める水準 and own lists of questions: what each operation needs, by operationId."""

from __future__ import annotations

from kuramori.ground.packs import own
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.rules.own_list import Row
from tests.api.called import Call, call

QUESTIONS = [{"question": "図面の棚に、鍵をかけていますか。", "why": "図面をお預けするため。"}]
REQUIRED = [{"item": "i0001", "level": 2, "why": "図面をお預けするため。"}]
PROFILE = {"name": "図面を預ける取引先", "klass": "A", "required": REQUIRED}
PROFILES: dict[str, Call] = {
    "make_profile": call(Can.PROFILE_CHANGE, body=PROFILE | {"pack": "{own_pack}"}, status=201),
    "profile": call(Can.REQUEST_READ),
    "change_profile": call(
        Can.PROFILE_CHANGE, body=PROFILE | {"required": [REQUIRED[0] | {"item": "q01", "level": 1}]}
    ),
    "retire_profile": call(Can.PROFILE_CHANGE),
    "own_lists": call(Can.PROFILE_CHANGE),
    "make_own_list": call(
        Can.PROFILE_CHANGE, body={"title": "調達の確認", "questions": QUESTIONS}, status=201
    ),
    "own_list": call(Can.PROFILE_CHANGE),
    "revise_own_list": call(Can.PROFILE_CHANGE, body={"questions": QUESTIONS}, status=201),
    "use_own_list": call(Can.PROFILE_CHANGE),
    "retire_own_list": call(Can.PROFILE_CHANGE),
}


def listed(owner: Actor, word: str) -> dict[str, str]:
    """One own list that is looked at, and one that is in use."""
    rows = [Row(1, question=f"鍵をかけていますか{word}", why=f"図面をお預けするため{word}")]
    used = own.accept(owner, own.read_in(owner, f"使う一覧{word}", rows))
    return {
        "list_id": str(own.read_in(owner, f"見る一覧{word}", rows).pk),
        "own_pack": used.pack_id,
    }
