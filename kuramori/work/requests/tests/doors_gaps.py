"""What the addresses of gaps and talks promise, and one of everything that they name."""

from __future__ import annotations

from kuramori.ground.papers.store import store
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping.moving import write_note
from kuramori.work.requests.gapping.opening import open_from_reply
from kuramori.work.requests.supporting import collecting, helping, visiting
from kuramori.work.requests.tests.gap_world import heard, plan, short_reply
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "requests:gaps": get(Can.REQUEST_READ),
    "requests:new_gap": form(Can.GAP_CHANGE),
    "requests:open_gaps": form(Can.GAP_CHANGE),
    "requests:open_all_gaps": post(Can.GAP_CHANGE),
    "requests:gap_link": form(Can.GAP_CHANGE),
    "requests:gap": get(Can.REQUEST_READ),
    "requests:move_gap": post(Can.GAP_CHANGE),
    "requests:note_gap": post(Can.GAP_CHANGE),
    "requests:support": get(Can.REQUEST_READ),
    "requests:offer_help": post(Can.GAP_CHANGE),
    "requests:help_came": form(Can.GAP_CHANGE),
    "requests:visits": get(Can.REQUEST_READ),
    "requests:new_visit": form(Can.GAP_CHANGE),
    "requests:visit": get(Can.REQUEST_READ),
    "requests:new_practice": form(Can.GAP_CHANGE),
    "requests:take_down_practice": post(Can.GAP_CHANGE),
    "requests:publish_practice": form(Can.REQUEST_APPROVE),
    "requests:unpublish_practice": post(Can.REQUEST_APPROVE),
    "requests:talks": get(Can.REQUEST_READ),
    "requests:new_talk": form(Can.CONSULT),
    "requests:talk": get(Can.REQUEST_READ),
    "requests:step_talk": post(Can.CONSULT),
    "requests:add_talk_paper": post(Can.CONSULT),
    "requests:talk_paper": get(Can.REQUEST_READ),
    "requests:talk_folder": get(Can.REQUEST_READ),
    "requests:talk_folder_file": get(Can.REQUEST_READ),
}
THINGS: dict[str, str] = {
    "open_gaps": "gap_reply",
    "open_all_gaps": "gap_request",
    **dict.fromkeys(("gap_link", "talk_folder", "talk_folder_file"), "gap_partner"),
    **dict.fromkeys(("gap", "move_gap", "note_gap", "offer_help"), "gap"),
    **dict.fromkeys(("talk", "step_talk", "add_talk_paper"), "consultation"),
    "talk_paper": "consultation_paper",
    "help_came": "offered_help",
    "visit": "partner_visit",
    "take_down_practice": "good_practice",
    "publish_practice": "good_practice",
    "unpublish_practice": "good_practice",
}
PARTS: dict[str, dict[str, object]] = {
    "move_gap": {"step": "withdrawn"},
    "step_talk": {"step": "answered"},
    "talk_folder_file": {"form": "pdf"},
}


def furnish(cast: Cast, owner: Actor, word: str = "") -> dict[str, object]:
    """A reply that falls short with its gaps, one with a plan and a comment; a talk with a paper."""
    reply = short_reply(owner, f"ギャップ金型{word}", number="R-9501")
    gap = open_from_reply(owner, reply)[0]
    heard(owner, gap, GapStep.PROPOSED, plan())
    write_note(owner, gap, f"棚の大きさを確かめます。{word}")
    talk = talking.begin(
        owner,
        reply.asked.partner,
        f"棚の代金{word}",
        talking.Said(clock.today(), 300_000, f"見積もりあり{word}", "見本 次郎"),
        by_us=False,
        gap=gap,
    )
    file = store(owner, name=f"見積{word}.txt", chunks=[b"300,000"])
    paper = talking.add_paper(owner, talk, f"見積書{word}", file)
    gap.refresh_from_db()
    offered = helping.offer(owner, gap, "expert-visit", f"11月に{word}", revision=gap.revision)
    seen = visiting.Seen(clock.today(), f"架空 太郎{word}", words=f"棚を見た{word}")
    practice = collecting.Told(
        f"図面の置き方{word}", f"棚を1つに決める{word}", f"同意の方{word}", clock.today()
    )
    return {
        "offered_help": offered.pk,
        "partner_visit": visiting.record_visit(owner, gap.partner, seen).pk,
        "good_practice": collecting.collect(owner, gap.partner, practice).pk,
        "gap_reply": reply.pk,
        "gap_request": reply.asked.request_id,
        "gap_partner": reply.asked.partner_id,
        "gap": gap.pk,
        "consultation": talk.pk,
        "consultation_paper": paper.pk,
    }
