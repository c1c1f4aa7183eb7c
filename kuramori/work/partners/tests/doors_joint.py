"""What the addresses of 共同開発, 承諾願 and 預かり型 promise, and one of everything that they name."""

from __future__ import annotations

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.partners.joint import moulds, projects
from kuramori.work.partners.models import Brought, OnwardRequest, OnwardSide
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "partners:joint": get(Can.HAND_OVER_READ),
    "partners:new_project": form(Can.HAND_OVER_MAKE),
    "partners:project": get(Can.HAND_OVER_READ),
    "partners:change_project": form(Can.HAND_OVER_MAKE),
    "partners:bring_in": post(Can.HAND_OVER_MAKE),
    "partners:confirm_brought": post(Can.HAND_OVER_MAKE),
    "partners:strike_brought": post(Can.HAND_OVER_MAKE),
    "partners:keep_minutes": post(Can.HAND_OVER_MAKE),
    "partners:project_paper": get(Can.HAND_OVER_READ),
    "partners:onwards": get(Can.HAND_OVER_READ),
    "partners:new_onward": form(Can.SHARING_ASK),
    "partners:onward": get(Can.HAND_OVER_READ),
    "partners:answer_onward": post(Can.SHARING_APPROVE),
    "partners:send_onward": post(Can.SHARING_ASK),
    "partners:withdraw_onward": post(Can.SHARING_ASK),
    "partners:onward_letter": get(Can.HAND_OVER_READ),
    "partners:moulds": get(Can.HAND_OVER_READ),
    "partners:mould_list": get(Can.HAND_OVER_READ),
    "partners:new_mould": form(Can.TAKE_BACK),
    "partners:mould": get(Can.HAND_OVER_READ),
    "partners:change_mould": form(Can.TAKE_BACK),
    "partners:ask_mould": post(Can.TAKE_BACK),
    "partners:end_mould": post(Can.TAKE_BACK),
    "partners:talk_mould": post(Can.TAKE_BACK),
}
THINGS: dict[str, str] = {
    **dict.fromkeys(
        ("project", "change_project", "bring_in", "keep_minutes", "project_paper"), "joint_project"
    ),
    **dict.fromkeys(("confirm_brought", "strike_brought"), "brought_in"),
    **dict.fromkeys(
        ("onward", "answer_onward", "send_onward", "withdraw_onward", "onward_letter"), "onward_request"
    ),
    **dict.fromkeys(("mould", "change_mould", "ask_mould", "end_mould", "talk_mould"), "kept_mould"),
}
PARTS: dict[str, dict[str, object]] = {
    "project_paper": {"form": "xlsx"},
    "onward_letter": {"form": "docx"},
    "mould_list": {"form": "xlsx"},
}


def furnish(owner: Actor, partner: Partner, word: str = "") -> dict[str, object]:
    """A project with a line, a request that waits, a mould that is kept; `word` in every text."""
    today = clock.today()
    project = projects.begin_project(
        owner, partner, projects.Wanted(f"軽量ブラケットの共同開発{word}", today)
    )
    line = projects.bring_in(owner, project, projects.Thing(Brought.OURS, f"接合の条件表{word}", today))
    request = OnwardRequest.objects.create(
        organisation=owner.organisation,
        number="S-9001",
        side=OnwardSide.SENT,
        partner=partner,
        to=f"例示熱処理{word}",
        what=f"ブラケットの図面{word}",
        purpose=f"熱処理の委託{word}",
        asked_on=today,
        recorded_at=clock.now(),
    )
    mould = moulds.keep_mould(owner, partner, moulds.Wanted(f"ブラケットの曲げ型{word}", today, "KJ-0451"))
    return {
        "joint_project": project.pk,
        "brought_in": line.pk,
        "onward_request": request.pk,
        "kept_mould": mould.pk,
    }
