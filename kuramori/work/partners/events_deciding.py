"""What can happen to assurances, decisions and the house's own table of sharing."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.partners.facts_deciding import TEXTS

PERSONAL = ("partner", *personal(*TEXTS))

ASSURED = Event(
    "partners:assurance:recorded",
    "{who}さんが「{partner}」の確認の段階を記録しました（{as_of}の姿）。",
    "{who} recorded how far “{partner}” was looked at (as of {as_of}).",
    personal=PERSONAL,
)
ASSURANCE_WITHDRAWN = Event(
    "partners:assurance:withdrawn",
    "{who}さんが「{partner}」の確認の段階の記録を取り下げました（{as_of}の姿）。",
    "{who} withdrew a record of how far “{partner}” was looked at (as of {as_of}).",
    personal=PERSONAL,
)
ASKED = Event(
    "partners:decision:asked",
    "{who}さんが{number}を「{partner}」に渡してよいか確かめました。",
    "{who} asked whether {number} may go to “{partner}”.",
    personal=PERSONAL,
)
APPROVED = Event(
    "partners:decision:approved",
    "{who}さんが{number}を「{partner}」に渡すことを認めました（{until_on}まで）。",
    "{who} approved that {number} goes to “{partner}” (until {until_on}).",
    personal=PERSONAL,
)
REFUSED = Event(
    "partners:decision:refused",
    "{who}さんが{number}を「{partner}」に渡すことを認めませんでした。",
    "{who} did not approve that {number} goes to “{partner}”.",
    personal=PERSONAL,
)
POLICY_LAID_DOWN = Event(
    "partners:policy:laid_down",
    "{who}さんが共有の決まりの第{edition}版を決めました。",
    "{who} laid down edition {edition} of the sharing policy.",
    personal=PERSONAL,
)
DECIDER_NAMED = Event(
    "partners:policy:decider_named",
    "{who}さんが、共有の決まりで聞く人を決めました（{from_on}から）。",
    "{who} named who is asked by the sharing policy (from {from_on}).",
    personal=PERSONAL,
)
DEMANDED = Event(
    "partners:demand:recorded",
    "{who}さんが「{partner}」との間の求め{number}を記録しました。",
    "{who} recorded the demand {number} between us and “{partner}”.",
    personal=PERSONAL,
)
DEMAND_CHANGED = Event(
    "partners:demand:changed",
    "{who}さんが「{partner}」との間の求め{number}の記録を直しました。",
    "{who} changed the record of the demand {number} between us and “{partner}”.",
    personal=PERSONAL,
)
DEMAND_ANSWERED = Event(
    "partners:demand:answered",
    "{who}さんが「{partner}」との間の求め{number}の答えを残しました。",
    "{who} kept the answer to the demand {number} between us and “{partner}”.",
    personal=PERSONAL,
)
