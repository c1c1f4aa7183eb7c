"""One company with a sheet, evidence, a delegation and plans; and every operation with what it needs there."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.test import override_settings
from django_scopes import scope

from kuramori.ground.contacts import dealing, siting
from kuramori.ground.contacts.wanted import SiteWanted
from kuramori.ground.papers.store import keep, receive
from kuramori.ground.people import timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.enrol import Particulars, enrol
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.checkpoint import checkpoint
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.answers import Answered, AnswerFile
from kuramori.rules.catalogue import Pack
from kuramori.rules.statements.bodies import Done
from kuramori.work.checks.begin import take_in
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.evidence import attach_file
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Sheet
from kuramori.work.checks.plan import Wanted, plan
from kuramori.work.ledger import entry, first_session, life, prior_use, register, rounds, tasks_of
from kuramori.work.ledger.granting import Subject, grant
from kuramori.work.ledger.models import Asset, Grant, PriorKind, RoundKind, Stop
from kuramori.work.ledger.tests import making, scanned
from kuramori.work.partners import agreeing, deciding, demanding, hand_over, hand_over_checks
from kuramori.work.partners import receiving as partners_receiving
from kuramori.work.partners.models import AgreementKind, DemandSide, HandOver, HandOverState
from kuramori.work.partners.take_back import certifying
from kuramori.work.partners.take_back.told import Ended
from kuramori.work.partners.take_back.told import Told as EndTold
from kuramori.work.partners.tests import doors_joint, handed, shared
from kuramori.work.places import keeping_keys, receiving, take_out, touring, walking_in
from kuramori.work.places.admit_device import Particulars as Device
from kuramori.work.places.admit_device import admit_device
from kuramori.work.places.arranging import Particulars as PlaceParticulars
from kuramori.work.places.arranging import add_place
from kuramori.work.places.cloud_service import Described, admit_cloud
from kuramori.work.places.models import Drawing, DrawingTerm, KeyKind, Place, PlaceKind
from kuramori.work.places.take_out import Wanted as TakeOutWanted
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping import opening
from kuramori.work.requests.tests import doors_inquiries, doors_promises
from tests.api.called import PDF, Call, call
from tests.api.called_gaps import GAPS
from tests.api.called_portfolio import PORTFOLIO, answered
from tests.api.called_profiles import PROFILES, listed
from tests.api.called_requests import REQUESTS, drafted
from tests.api.called_sharing import SHARING
from tests.api.conftest import Company

# One white dot.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="
)


@dataclass(frozen=True, slots=True)
class World:
    """`ids` fill the places of an address; `draft` is answered fully, `final` is finalised."""

    company: Company
    ids: Mapping[str, str]


def make_world(company: Company, pack: Pack, word: str = "") -> World:
    """One of everything; `word` stands in every text that somebody gave."""
    actor = company.actor()
    with scope(organisation=company.organisation):
        draft, final = (
            _answered(company, pack, f"今年{word}"),
            _answered(company, pack, f"昨年{word}"),
        )
        finalise(actor, final, pack)
        person = company.cast.person("staff", company.slug)
        asked = delegate(actor, draft, pack, "q02", person=person)
        shown = attach_file(
            actor,
            draft,
            pack,
            "q01",
            title=f"規程{word}",
            name=f"規程{word}.pdf",
            chunks=[PDF, word.encode()],
        )
        planned = plan(actor, draft, pack, "q03", Wanted(action=f"保管場所を決める{word}"))
        site = add_place(actor, PlaceKind.SITE, None, PlaceParticulars(name="本社"))
        asset, proposal = _secrets(company, site, word)
        granted = Grant.objects.get(asset=asset)
        lived = _lived(company, asset, word)
        looked_for = _scanned(company, asset)
        received = _received(company, word) | _dealt(company, word) | drafted(company.actor(), word)
        received |= answered(company.actor(), word) | listed(company.actor(), word)
        leaver = enrol(actor, Particulars(name=f"見本 四郎{word}"))
        carried = _carried(company, word) | _handed(company, word)
    checkpoint()
    entries = Entry.objects.filter(organisation_id=company.organisation.pk)
    newest = entries.order_by("-index").values_list("index", flat=True)[0]
    ids = {
        "organisation": company.slug,
        "sheet_id": str(draft.pk),
        "final_id": str(final.pk),
        "other_id": str(final.pk),
        "item": "q05",
        "kind": "self_check",
        "format": "html",
        "person": str(person.pk),
        "person_id": str(person.pk),
        "leaver": str(leaver.pk),
        "index": str(newest),
        "today": clock.today().isoformat(),
        "delegation_id": str(asked.pk),
        "evidence_id": str(shown.pk),
        "plan_id": str(planned.pk),
        "place_id": str(site.pk),
        "asset_id": str(asset.pk),
        "proposal_id": str(proposal.pk),
        "grant_id": str(granted.pk),
        **carried,
        **looked_for,
        **lived,
        **received,
        "owner": str(actor.person_id),
        "approver": str(company.cast.person("steward", company.slug).pk),
    }
    return World(company, ids)


def _secrets(company: Company, site: Place, word: str) -> tuple[Asset, Asset]:
    """An asset that stands in the ledger with one grant, and a proposal; kept by the owner, in the site."""
    actor = company.actor()
    values = {
        "name": f"加工条件{word}",
        "what": f"送りと切込み{word}",
        "grade": "secret",
        "layer": "nda",
        "place": site,
        "keeper": company.cast.person("owner", company.slug),
        "review_on": "2030-03-31",
    }
    asset = register.register(actor, entry.wanted(values))
    grant(actor, asset, Subject(), reason=f"日々の作業{word}")
    return asset, register.propose(actor, entry.wanted(values))


def _scanned(company: Company, asset: Asset) -> dict[str, str]:
    """A folder, a run over it that has ended, and a finding to judge."""
    ids = scanned.things(company.actor(), asset)
    names = {"source_id": "scan_source", "run_id": "scan_run", "finding_id": "finding"}
    return {place: str(ids[name]) for place, name in names.items()}


def _lived(company: Company, asset: Asset, word: str) -> dict[str, str]:
    """A numbered copy, a round over the asset with its stop, and a task that is left to do."""
    owner = company.actor()
    copy = life.make_copy(owner, asset, life.CopyWanted(to_whom=f"外注先{word}"))
    walk = rounds.begin_round(owner, RoundKind.STOCK, name=f"棚卸し{word}")
    task = tasks_of.make_task(owner, f"表示を付ける{word}", owner_id=None, due_on=clock.today())
    stop = Stop.objects.get(round=walk)
    shown = prior_use.PriorWanted(
        PriorKind.DRAWING, f"図面{word}", clock.today(), file_name=f"図面{word}.pdf", chunks=[PDF]
    )
    five = first_session.begin_session(owner)
    answers = {"harm": "hurts", "known": "no", "who": "section", "outside": "never", "whose": "own"}
    first_session.keep_line(
        owner,
        five,
        1,
        first_session.Line(f"順番{word}", f"試し{word}", str(asset.place_id), str(owner.person_id), answers),
        revision=five.revision,
    )
    return {
        "prior_id": str(prior_use.add_prior(owner, asset, shown).pk),
        "grade": "secret",
        "line": "1",
        "copy_id": str(copy.pk),
        "round_id": str(walk.pk),
        "stop": str(stop.pk),
        "task_id": str(task.pk),
    }


def _received(company: Company, word: str) -> dict[str, str]:
    """A key with two copies, one of them lent; a zone; a visit with one guest expected and one in the house."""
    owner, person = company.actor(), company.cast.person("staff", company.slug)
    key = keeping_keys.add_key(
        owner, keeping_keys.KeyWanted(f"K{word[:10]}", f"書庫{word}", KeyKind.METAL, [], 2)
    )
    free, lent = key.copies.order_by("mark")
    keeping_keys.lend_key(owner, lent, person)
    works = add_place(owner, PlaceKind.SITE, None, PlaceParticulars(name="工場"))
    zone = add_place(owner, PlaceKind.ZONE, works, PlaceParticulars(name="検査"))
    wanted = receiving.VisitWanted(f"仮想商事{word}", "見学", person, clock.today(), ["例示 一", "例示 二"])
    visit = receiving.announce(owner, wanted)
    expected, inside = visit.visitors.order_by("name")
    receiving.receive(owner, inside, receiving.Arrival("A1"))
    coming = receiving.announce(owner, wanted)
    asked = walking_in.ask_in(
        owner, owner.organisation, person, walking_in.Unannounced(f"見本商事{word}", "例示 三", "納品")
    )
    tour = touring.set_route(owner, touring.RouteWanted(f"見学{word}", [(zone, False)]))
    picture = keep(owner, receive(owner, name="図面.png", chunks=[DOT]))
    drawn = {"original": picture, "picture": picture, "width": 10, "height": 10}
    drawing = Drawing.objects.create(organisation=owner.organisation, place=works, **drawn)
    timeline.lay(DrawingTerm, {"place": works}, {"drawing": drawing}, from_on=clock.today())
    hung = keeping_keys.add_key(
        owner, keeping_keys.KeyWanted(f"H{word[:10]}", f"棚{word}", KeyKind.METAL, [], 1)
    )
    return {
        "key_id": str(key.pk),
        "hung_key_id": str(hung.pk),
        "works_id": str(works.pk),
        "tour_id": str(tour.pk),
        "waiting_id": str(asked.pk),
        "key_copy_id": str(free.pk),
        "lent_id": str(lent.pk),
        "zone_id": str(zone.pk),
        "visit_id": str(coming.pk),
        "guest_id": str(expected.pk),
        "inside_id": str(inside.pk),
    }


def _dealt(company: Company, word: str) -> dict[str, str]:
    """A partner with somebody and a site, another that seems the same, and a former one."""
    owner = company.actor()
    partner, kept = (
        dealing.add_partner(owner, dealing.PartnerWanted(f"{name}{word}"))
        for name in ("例示商会", "㈱例示商会")
    )
    former = dealing.retire_partner(owner, dealing.add_partner(owner, dealing.PartnerWanted(f"以前{word}")))
    nda = agreeing.draft(owner, agreeing.Wanted(partner, AgreementKind.MUTUAL, f"秘密保持契約{word}"), {})
    begun = doors_joint.furnish(owner, partner, word)
    asked = demanding.record_demand(
        owner,
        partner,
        demanding.Told(DemandSide.RECEIVED, f"条件表{word}", clock.today(), f"例示 一{word}"),
    )
    gap = opening.open_by_hand(
        owner, partner, opening.Wanted(f"鍵付きの棚{word}", f"図面をお預けするため{word}")
    )
    said = talking.Said(clock.today(), 300_000, person=f"例示 一{word}")
    talk = talking.begin(owner, partner, f"棚の代金{word}", said, by_us=False)
    return {
        "gap_id": str(gap.pk),
        "inquiry_id": str(doors_inquiries.furnish_one(owner, partner, word)[0].pk),
        "promise_id": str(doors_promises.furnish_one(owner, partner, word).pk),
        "consultation_id": str(talk.pk),
        "project_id": str(begun["joint_project"]),
        "brought_id": str(begun["brought_in"]),
        "onward_id": str(begun["onward_request"]),
        "mould_id": str(begun["kept_mould"]),
        "demand_id": str(asked.pk),
        "letter": "refusal",
        "agreement_id": str(nda.pk),
        "decision_id": str(deciding.ask(owner, Asset.objects.filter(stage="admitted")[0], partner).pk),
        "partner_id": str(partner.pk),
        "kept_id": str(kept.pk),
        "former_id": str(former.pk),
        "contact_id": str(dealing.add_contact(owner, partner, dealing.ContactWanted(f"例示 一{word}")).pk),
        "partner_site_id": str(siting.add_site(owner, partner, SiteWanted(f"第一倉庫{word}")).pk),
    }


def _handed(company: Company, word: str) -> dict[str, str]:
    """Hand-overs that are prepared with their checks met, ready, and out; with the one who has them."""
    owner = company.actor()
    handed.opened(owner)
    more = {"purpose": f"見積り{word}", "contacts": [handed.contact(owner, name=f"仮想 三{word}")]}
    waiting = handed.prepared(owner, **more)
    ready = handed.prepared(owner, **more)
    for row in (waiting, ready):
        hand_over_checks.tick(owner, row, "label", words=word)
    offered = hand_over.offer(owner, ready)
    out = handed.out(owner, **more)
    return {
        "hand_over_id": str(waiting.pk),
        "offered_id": str(offered.pk),
        "item_id": str(out.items.get().pk),
        "given_id": str(out.pk),
        **_shared(owner, more),
        **_came(owner, word),
        "recipient_id": str(waiting.recipients.get().contact_id),
        "recipients_partner_id": str(waiting.partner_id),
        "handed_asset_id": str(waiting.items.get().asset_id),
    }


def _shared(owner: Actor, more: dict[str, Any]) -> dict[str, str]:
    """A share page with its file, which nobody has been let in to yet."""
    with override_settings(INSTANCE=shared.reachable()):
        row = shared.ready(owner, **more)
    return {
        "shared_item_id": str(row.items.get().pk),
        "let_in_id": str(row.recipients.get().pk),
        "shared_id": str(row.pk),
    }


def _came(owner: Actor, word: str) -> dict[str, str]:
    """Something that came, and something that the partner announced."""
    told = partners_receiving.ReceivedWanted(
        partner=making.partner(owner),
        things=[partners_receiving.Thing(f"支持板{word}")],
        people=[Person.objects.get(pk=str(owner.person_id))],
        purpose=f"試作{word}",
        received_on=clock.today(),
    )
    came = partners_receiving.record_received(owner, told)
    announced = partners_receiving.record_received(owner, told)
    HandOver.objects.filter(pk=announced.pk).update(state=HandOverState.OFFERED)
    item, until = came.items.get(), datetime.date(2035, 1, 1)
    kept = Ended(item, Done.KEPT, clock.today(), reason=f"決まり{word}", until=until, access_stopped=True)
    ended = EndTold(f"架空精工株式会社{word}", f"黒部 一{word}", "", (kept,))
    return {
        "received_id": str(came.pk),
        "received_item_id": str(item.pk),
        "certificate_hash": certifying.shown_text(came.partner.name, came, ended)[2],
        "announced_id": str(announced.pk),
    }


def _carried(company: Company, word: str) -> dict[str, str]:
    """A device, and three take-outs of the steward's: asked for, approved, and out."""
    owner = company.actor()
    steward = company.cast.actor("steward", company.slug)
    made = {}
    for name in ("take_out_id", "approved_id", "taken_id"):
        device = admit_device(owner, Device(number=name, kind="usb", name=word))
        wanted = TakeOutWanted(f"見本市{word}", "説明", clock.today())
        asked = take_out.ask(steward, take_out.subject_of(device), wanted)
        if name != "take_out_id":
            take_out.approve(owner, asked)
        if name == "taken_id":
            take_out.take(steward, asked)
        made[name] = str(asked.pk)
    admit_cloud(owner, Described(f"見本ストレージ{word}"))
    return made


def _answered(company: Company, pack: Pack, name: str) -> Sheet:
    full = AnswerFile(pack.id, None, {item.id: Answered(2) for item in pack.items})
    return take_in(company.actor(), pack, full, name=name)


ANSWER = {"value": 3, "comment": "", "revision": 1}
NOTES = {"name": "今年", "official_score": 60, "note": "", "mark": ""}
TAKE_OUT = {"what": "試作品", "to_where": "見本市", "purpose": "説明", "due_on": "2099-03-31"}
ASK = {"item": "q05", "person": "{person}"}
PLAN = {"sheet": "{sheet_id}", "item": "q05", "action": "鍵を替える", "due_on": "2027-03-31"}

ASSET = {
    "name": "熱処理の順番", "what": "温度と時間", "grade": "secret", "layer": "nda", "place": "{place_id}",
    "keeper": "{person}", "review_on": "2030-03-31", "more": {"backup": "毎晩", "copies": 2},
}  # fmt: skip
LIGHTER = {
    "grade": "internal",
    "layer": "nda",
    "reason": "特許が出た",
    "approver": "{approver}",
    "revision": 1,
}

# What each operation behind a key needs, by operationId. `me` needs only the key itself.
CALLS: dict[str, Call] = {
    "me": call(),
    "people": call(Can.PEOPLE_READ),
    "enrol_person": call(Can.PEOPLE_CHANGE, body={"name": "見本 花子", "number": "M1"}, status=201),
    "amend_person": call(
        Can.PEOPLE_CHANGE, body={"kana": "ミホン シロウ", "kind": "part_time"}, fill={"person_id": "leaver"}
    ),
    "leave_person": call(Can.PEOPLE_CHANGE, body={"until_on": "2030-03-31"}, fill={"person_id": "leaver"}),
    "trail": call(Can.TRAIL_READ),
    "trail_checkpoint": call(Can.TRAIL_READ),
    "trail_entry": call(Can.TRAIL_READ),
    "trail_proof": call(Can.TRAIL_READ),
    "assets": call(Can.ASSET_READ),
    "register_asset": call(Can.ASSET_ADMIT, body=ASSET, status=201),
    "propose_asset": call(Can.ASSET_PROPOSE, body=ASSET, status=201),
    "asset": call(Can.ASSET_READ),
    "change_asset": call(Can.ASSET_CHANGE, body={"values": {"name": "別の名前"}, "revision": 1}),
    "admit_asset": call(Can.ASSET_ADMIT, body={"revision": 1}, fill={"asset_id": "proposal_id"}),
    "decline_asset": call(
        Can.ASSET_ADMIT, body={"revision": 1, "reason": "公開のもの"}, fill={"asset_id": "proposal_id"}
    ),
    "reclassify_asset": call(Can.ASSET_RECLASSIFY, body=LIGHTER),
    "asset_grants": call(Can.ASSET_READ),
    "grant_asset": call(Can.ASSET_GRANT, body={"person": "{person}", "reason": "作業"}, status=201),
    "end_grant": call(Can.ASSET_GRANT, body={}),
    "asset_readiness": call(Can.ASSET_READ),
    "route_asset": call(
        Can.ASSET_CHANGE, body={"route": "trade_secret", "reason": "見ても分からない"}, status=204
    ),
    "asset_copies": call(Can.ASSET_READ),
    "make_copy": call(Can.ASSET_CHANGE, body={"holder": "{person}", "due_on": "2099-03-31"}, status=201),
    "copy_back": call(Can.ASSET_CHANGE, body={}),
    "dispose_asset": call(
        Can.ASSET_DISPOSE,
        body={"method": "paper:shred", "reason": "用が済んだ", "witness": "{person}", "revision": 1},
    ),
    "grade_handling": call(Can.ASSET_READ),
    "decide_handling": call(Can.ASSET_RECLASSIFY, body={"steps": {"keeping": "金庫に入れる"}}),
    "prior_uses": call(Can.ASSET_READ),
    "add_prior_use": call(
        Can.ASSET_CHANGE,
        body={"kind": "drawing", "title": "図面", "of_on": "2026-04-01", "sha256": "a1" * 32},
        status=201,
    ),
    "add_prior_file": call(
        Can.ASSET_CHANGE, upload={"kind": "trial", "title": "測定表", "of_on": "2026-04-01"}, status=201
    ),
    "prior_file": call(Can.FILE_READ, Can.ASSET_READ),
    "withdraw_prior": call(Can.ASSET_CHANGE, body={"reason": "取り違えた"}),
    "check_public": call(Can.ASSET_CHANGE, body={"result": "not_known", "compared": ["patents"]}, status=204),
    "review_assets": call(
        Can.ASSET_REVIEW, body={"reviews": [{"asset": "{asset_id}", "choice": "same"}]}, status=201
    ),
    "first_session": call(Can.ASSET_ADMIT),
    "begin_session": call(Can.ASSET_ADMIT),
    "write_line": call(Can.ASSET_ADMIT, body={"name": "焼入れの順番", "revision": 2}),
    "approve_session": call(Can.ASSET_ADMIT, body={"owner": "{owner}", "revision": 2}, status=201),
    "rounds": call(Can.ROUND_WALK),
    "begin_round": call(Can.ROUND_WALK, body={"kind": "stock"}, status=201),
    "round": call(Can.ROUND_WALK),
    "see_stops": call(Can.ROUND_WALK, body={"seen": [{"stop": "{stop}", "found": "there"}]}),
    "close_round": call(Can.ROUND_WALK, body={"leave_rest": True}),
    "round_tasks": call(Can.ROUND_WALK),
    "finish_task": call(Can.ASSET_REVIEW, body={"how": "付けた"}),
    "scan_sources": call(Can.SCAN_RUN),
    "run_scan": call(Can.SCAN_RUN, status=202),
    "scan_run": call(Can.SCAN_RUN),
    "findings": call(Can.FINDING_JUDGE),
    "judge_finding": call(Can.FINDING_JUDGE, body={"judgement": "rejected"}),
    "keys": call(Can.PLACE_READ),
    "add_key": call(Can.PLACE_CHANGE, body={"number": "K-99", "name": "倉庫"}, status=201),
    "lend_key": call(Can.KEY_LEND, body={"person": "{person}"}, fill={"copy_id": "key_copy_id"}),
    "take_key_back": call(Can.KEY_LEND, body={}, fill={"copy_id": "lent_id"}),
    "lose_key": call(Can.KEY_LEND, body={}, fill={"copy_id": "lent_id"}),
    "retire_key": call(Can.PLACE_CHANGE, fill={"key_id": "hung_key_id"}),
    "plan": call(Can.PLACE_READ, fill={"place_id": "works_id"}),
    "put_drawing": call(Can.PLACE_CHANGE, upload={}, status=201),
    "draw_zone": call(
        Can.PLACE_CHANGE, body={"corners": [[10, 10], [60, 10], [60, 60.5]]}, fill={"place_id": "works_id"}
    ),
    "clear_zone": call(Can.PLACE_CHANGE, fill={"place_id": "works_id"}),
    "tours": call(Can.PLACE_READ),
    "set_tour": call(
        Can.VISIT_ANNOUNCE, body={"name": "見学", "stops": [{"place": "{place_id}"}]}, status=201
    ),
    "change_tour": call(
        Can.VISIT_ANNOUNCE, body={"name": "見学", "stops": [{"place": "{zone_id}", "photos": True}]}
    ),
    "approve_tour": call(Can.PLACE_CHANGE),
    "retire_tour": call(Can.PLACE_CHANGE),
    "note_walk_in": call(
        Can.VISIT_RECEIVE, body={"company": "見本商事", "name": "見本 一", "purpose": "納品"}, status=201
    ),
    "agree_to_walk_in": call(Can.VISIT_RECEIVE, body={}, fill={"visit_id": "waiting_id"}),
    "zones": call(Can.PLACE_READ),
    "rule_zone": call(Can.PLACE_CHANGE, body={"entry": "staff", "photos": False}),
    "entitle": call(Can.PLACE_CHANGE, body={"person": "{person}", "reason": "作業"}),
    "end_entitlement": call(Can.PLACE_CHANGE, body={"person": "{person}"}),
    "visits": call(Can.VISIT_RECEIVE),
    "announce_visit": call(
        Can.VISIT_ANNOUNCE,
        body={
            "company": "見本商事",
            "purpose": "商談",
            "host": "{person}",
            "on": "2099-03-31",
            "names": ["見本 一"],
        },
        status=201,
    ),
    "cancel_visit": call(Can.VISIT_ANNOUNCE),
    "receive_guest": call(Can.VISIT_RECEIVE, body={"badge": "B7"}),
    "see_off_guest": call(Can.VISIT_RECEIVE, fill={"guest_id": "inside_id"}),
    "partners": call(Can.PARTNER_READ),
    "add_partner": call(Can.PARTNER_CHANGE, body={"name": "仮想商事", "is_customer": True}, status=201),
    "partner": call(Can.PARTNER_READ),
    "change_partner": call(Can.PARTNER_CHANGE, body={"name": "仮想", "kinds": ["heat"], "revision": 1}),
    "retire_partner": call(Can.PARTNER_CHANGE),
    "resume_partner": call(Can.PARTNER_CHANGE, fill={"partner_id": "former_id"}),
    "add_contact": call(Can.PARTNER_CHANGE, body={"name": "例示 三"}, status=201),
    "change_contact": call(Can.PARTNER_CHANGE, body={"name": "例示 四"}),
    "retire_contact": call(Can.PARTNER_CHANGE),
    **SHARING,
    **REQUESTS,
    **PROFILES,
    **GAPS,
    **PORTFOLIO,
    "add_partner_site": call(Can.PARTNER_CHANGE, body={"name": "倉庫"}, status=201),
    "change_partner_site": call(Can.PARTNER_CHANGE, body={"name": "工場"}),
    "retire_partner_site": call(Can.PARTNER_CHANGE),
    "partner_pairs": call(Can.PARTNER_CHANGE),
    "merge_partner": call(Can.PARTNER_CHANGE, body={"kept": "{kept_id}"}),
    "tell_partners_apart": call(Can.PARTNER_CHANGE, body={"other": "{kept_id}"}, status=204),
    "places": call(Can.PLACE_READ),
    "add_place": call(
        Can.PLACE_CHANGE, body={"kind": "room", "name": "書庫", "parent": "{place_id}"}, status=201
    ),
    "place": call(Can.PLACE_READ),
    "change_place": call(Can.PLACE_CHANGE, body={"name": "本社工場", "revision": 1}),
    "move_place": call(Can.PLACE_CHANGE, body={"parent": None}),
    "retire_place": call(Can.PLACE_CHANGE),
    "devices": call(Can.PLACE_READ),
    "admit_device": call(Can.DEVICE_CHANGE, body={"number": "PC-99", "kind": "pc"}, status=201),
    "take_outs": call(Can.PLACE_READ),
    "ask_take_out": call(Can.TAKE_OUT_ASK, body=TAKE_OUT, status=201),
    "approve_take_out": call(Can.TAKE_OUT_APPROVE, Can.TAKE_OUT_ASK, body={}),
    "take_take_out": call(Can.TAKE_OUT_ASK, Can.TAKE_OUT_APPROVE, fill={"take_out_id": "approved_id"}),
    "return_take_out": call(
        Can.TAKE_OUT_ASK, Can.TAKE_OUT_APPROVE, body={}, fill={"take_out_id": "taken_id"}
    ),
    "clouds": call(Can.PLACE_READ),
    "sheets": call(Can.SHEET_READ),
    "begin_sheet": call(Can.SHEET_BEGIN, body={"pack": "jp/meti/tics"}, status=201),
    "sheet": call(Can.SHEET_READ),
    "answer_item": call(Can.SHEET_ANSWER, body=ANSWER),
    "note_sheet": call(Can.SHEET_ANSWER, body=NOTES, status=409),
    "finalise_sheet": call(Can.SHEET_FINALISE),
    "revise_sheet": call(Can.SHEET_BEGIN, body={}, status=201, fill={"sheet_id": "final_id"}),
    "answers_file": call(Can.SHEET_READ),
    "compare_sheets": call(Can.SHEET_READ),
    "delegate_item": call(Can.SHEET_DELEGATE, Can.SHEET_READ, body=ASK, status=201),
    "withdraw_delegation": call(Can.SHEET_DELEGATE, status=204),
    "evidence": call(Can.SHEET_READ),
    "add_link": call(Can.SHEET_ANSWER, body={"item": "q01", "title": "書庫B 3段目"}, status=201),
    "add_file": call(Can.SHEET_ANSWER, upload={"item": "q01", "title": "規程"}, status=201),
    "evidence_file": call(Can.FILE_READ, Can.SHEET_READ),
    "remove_evidence": call(Can.SHEET_ANSWER, status=204),
    "plans": call(Can.PLAN_READ),
    "make_plan": call(Can.PLAN_CHANGE, body=PLAN, status=201),
    "change_plan": call(Can.PLAN_CHANGE, body={"action": "鍵を2つ替える", "revision": 1}),
    "finish_plan": call(Can.PLAN_FINISH, Can.PLAN_CHANGE, body={}),
    "reopen_plan": call(Can.PLAN_FINISH, Can.PLAN_CHANGE),
    "sheet_report": call(Can.REPORT_MAKE),
    "owner_page": call(Can.REPORT_MAKE),
    "drop_plan": call(Can.PLAN_CHANGE, status=204),
}
