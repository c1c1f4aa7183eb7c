"""What the addresses of devices, take-outs, cloud services and trips promise, and one of each to knock with."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places import (
    cloud_review,
    cloud_service,
    count_devices,
    patching,
    rules_abroad,
    shadow,
    take_out,
    trip,
)
from kuramori.work.places.admit_device import Particulars, admit_device
from kuramori.work.places.listing import draft
from kuramori.work.places.listing.file import read
from kuramori.work.places.models import Software, Verdict
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

LISTING = "登録番号,サービス名,有効期限\nX26-0001-2,見本ストレージ,2027/3/31\n".encode()
ASK, APPROVE, CHANGE = Can.TAKE_OUT_ASK, Can.TAKE_OUT_APPROVE, Can.DEVICE_CHANGE

DOORS: dict[str, Door] = {
    "places:devices": get(Can.PLACE_READ),
    "places:new_device": form(CHANGE),
    "places:device_labels": post(CHANGE),
    "places:patch": form(CHANGE),
    "places:begin_count": post(CHANGE),
    "places:count": get(Can.PLACE_READ),
    "places:add_extra": post(CHANGE),
    "places:finish_count": post(CHANGE),
    "places:see_line": post(CHANGE),
    "places:settle_line": post(CHANGE),
    "places:retire_software": post(CHANGE),
    "places:device": get(Can.PLACE_READ),
    "places:change_device": form(CHANGE),
    "places:lose_device": post(ASK),
    "places:lost_step": post(CHANGE),
    "places:found_device": post(CHANGE),
    "places:dispose_device": post(CHANGE),
    "places:take_outs": get(Can.PLACE_READ),
    "places:ask_take_out": form(ASK),
    "places:take_out": get(Can.PLACE_READ),
    "places:approve_take_out": post(APPROVE),
    "places:refuse_take_out": post(APPROVE),
    "places:take_take_out": post(ASK),
    "places:bring_back": post(ASK),
    "places:drop_take_out": post(ASK),
    "places:extend_take_out": post(APPROVE),
    "places:slip": post(Can.PLACE_READ),
    "places:clouds": get(Can.PLACE_READ),
    "places:new_cloud": form(Can.CLOUD_REVIEW),
    "places:new_shadow": form(Can.CLOUD_REVIEW),
    "places:decide_shadow": post(Can.CLOUD_REVIEW),
    "places:terms": get(Can.PLACE_READ),
    "places:terms_file": get(Can.FILE_READ),
    "places:cloud": get(Can.PLACE_READ),
    "places:change_cloud": form(Can.CLOUD_REVIEW),
    "places:retire_cloud": post(Can.CLOUD_REVIEW),
    "places:match_cloud": post(Can.CLOUD_REVIEW),
    "places:keep_terms": form(Can.CLOUD_REVIEW),
    "places:review_cloud": form(Can.CLOUD_REVIEW),
    "places:listing": get(Can.PLACE_READ),
    "places:listing_choose": form(Can.CLOUD_REVIEW),
    "places:listing_look": get(Can.CLOUD_REVIEW),
    "places:listing_columns": post(Can.CLOUD_REVIEW),
    "places:listing_take": post(Can.CLOUD_REVIEW),
    "places:listing_drop": post(Can.CLOUD_REVIEW),
    "places:trips": get(Can.PLACE_READ),
    "places:new_trip": form(ASK),
    "places:new_rule": form(Can.PLACE_CHANGE),
    "places:end_rule": post(Can.PLACE_CHANGE),
    "places:trip": get(Can.PLACE_READ),
    "places:change_trip": form(ASK),
    "places:tick_trip": post(ASK),
    "places:drop_trip": post(ASK),
    "places:trip_checklist": post(Can.PLACE_READ),
}
_THINGS = {
    "device": "device change_device lose_device lost_step found_device dispose_device",
    "count": "count add_extra finish_count",
    "count_line": "see_line settle_line",
    "software": "retire_software",
    "take_out": (
        "take_out approve_take_out refuse_take_out take_take_out bring_back drop_take_out extend_take_out slip"
    ),
    "shadow": "decide_shadow",
    "terms": "terms terms_file",
    "cloud": "cloud change_cloud retire_cloud match_cloud keep_terms review_cloud",
    "listing_draft": "listing_look listing_columns listing_take listing_drop",
    "rule": "end_rule",
    "trip": "trip change_trip tick_trip drop_trip trip_checklist",
}
THINGS = {page: thing for thing, pages in _THINGS.items() for page in pages.split()}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything; what somebody asked for belongs to the staff member, so that every role may look at it."""
    staff = SimpleNamespace(actor=cast.actor("staff", owner.organisation.slug), person=None)
    staff.person = cast.person("staff", owner.organisation.slug)
    today = clock.today()
    soon = today + datetime.timedelta(days=3)
    pc = admit_device(owner, Particulars(number="PC-901", kind="pc"))
    usb = admit_device(owner, Particulars(number="USB-901", kind="usb"))
    patching.record_patches(owner, [pc], patching.Patched("Windows", "25H2", today))
    count = count_devices.begin_count(owner, name="今年の台数棚卸し")
    away = trip.plan_trip(
        staff.actor, trip.Journey(staff.person, "TH", "見本工業団地", "立上げ", today, soon)
    )
    wanted = take_out.Wanted("見本市会場", "製品の説明", soon)
    asked = take_out.ask(staff.actor, take_out.subject_of(usb), wanted)
    cloud = cloud_service.admit_cloud(owner, cloud_service.Described("例示の書庫"))
    terms = cloud_review.keep_terms(owner, cloud, cloud_review.Terms(today, text="秘密を守ります。"))
    rule = rules_abroad.lay_rule(
        owner, country="", kind="hdd", verdict=Verdict.ASK, reason="社内の決め", from_on=today
    )
    return {
        "device": pc.pk,
        "count": count.pk,
        "count_line": count.lines.order_by("device__number")[0].pk,
        "software": Software.objects.get(device=pc).pk,
        "take_out": asked.pk,
        "trip": away.pk,
        "cloud": cloud.pk,
        "terms": terms.pk,
        "rule": rule.pk,
        "shadow": shadow.note_shadow(owner, service_words="転送", found_on=today, how="請求書").pk,
        "listing_draft": draft.keep(owner, "list.csv", read("list.csv", LISTING), LISTING).pk,
    }
