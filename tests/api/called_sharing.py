"""Agreements, decisions, hand-overs and what belongs to them: what each operation needs, by operationId."""

from __future__ import annotations

from kuramori.ground.people.roles import Can
from tests.api.called import Call, call

CERTIFICATE = {
    "company": "架空精工株式会社", "person": "黒部 一", "ended": [{
        "item": "{received_item_id}", "done": "kept", "on": "{today}", "reason": "決まり", "until": "2035-01-01",
        "access_stopped": True,
    }],
}  # fmt: skip

SHARING: dict[str, Call] = {
    "decisions": call(Can.HAND_OVER_READ),
    "ask_decision": call(
        Can.SHARING_ASK,
        body={"asset": "{asset_id}", "partner": "{partner_id}", "purpose": "試作"},
        status=201,
    ),
    "decision": call(Can.HAND_OVER_READ),
    "assurances": call(Can.PARTNER_READ),
    "record_assurance": call(
        Can.ASSURANCE_RECORD,
        body={"information": "A2", "it": "A1", "as_of": "2026-11-01", "words": "訪問"},
        status=201,
    ),
    "sharing_policy": call(Can.HAND_OVER_READ),
    "agreements": call(Can.AGREEMENT_READ),
    "draft_agreement": call(
        Can.AGREEMENT_CHANGE,
        body={"partner": "{partner_id}", "kind": "mutual", "terms": {"from_on": "2026-04-01"}},
        status=201,
    ),
    "agreement": call(Can.AGREEMENT_READ),
    "change_terms": call(
        Can.AGREEMENT_CHANGE,
        body={"terms": {"oral_days": 14, "residuals": False}, "revision": 1, "reason": "覚書"},
    ),
    "conclude_agreement": call(
        Can.AGREEMENT_CONCLUDE, body={"on": "2026-04-01", "revision": 1, "original_at": "金庫"}
    ),
    "keep_original": call(Can.AGREEMENT_CHANGE, upload={"revision": "1"}, status=201),
    "decline_agreement": call(Can.AGREEMENT_CONCLUDE, body={"revision": 1, "reason": "話がなくなった"}),
    "demands": call(Can.HAND_OVER_READ),
    "record_demand": call(
        Can.SHARING_ASK,
        body={
            "side": "received",
            "partner": "{partner_id}",
            "what": "条件表",
            "asked_on": "2026-04-01",
            "who": "購買の方",
        },
        status=201,
    ),
    "demand": call(Can.HAND_OVER_READ),
    "change_demand": call(
        Can.SHARING_ASK,
        body={"side": "received", "what": "条件表", "asked_on": "2026-04-01", "who": "設計", "revision": 1},
    ),
    "answer_demand": call(
        Can.SHARING_ASK, body={"state": "refused", "answered_on": "{today}", "revision": 1}
    ),
    "demand_letter": call(Can.HAND_OVER_READ),
    "joint_projects": call(Can.HAND_OVER_READ),
    "begin_project": call(
        Can.HAND_OVER_MAKE,
        body={"partner": "{partner_id}", "title": "軽い台", "from_on": "2026-04-01"},
        status=201,
    ),
    "joint_project": call(Can.HAND_OVER_READ),
    "change_project": call(
        Can.HAND_OVER_MAKE,
        body={"title": "軽い台", "from_on": "2026-04-01", "ownership": "shared", "revision": 1},
    ),
    "bring_in": call(
        Can.HAND_OVER_MAKE,
        body={"side": "theirs", "words": "接着の条件", "since_on": "2026-03-01"},
        status=201,
    ),
    "confirm_brought": call(Can.HAND_OVER_MAKE, body={"by": "例示 一", "on": "{today}"}),
    "strike_brought": call(Can.HAND_OVER_MAKE, body={"reason": "取り違えた"}),
    "keep_minutes": call(
        Can.HAND_OVER_MAKE,
        body={"on": "2026-04-01", "people": "双方2名", "talked": "次の試作を決めた"},
        status=201,
    ),
    "moulds": call(Can.HAND_OVER_READ),
    "keep_mould": call(
        Can.TAKE_BACK,
        body={"partner": "{partner_id}", "name": "曲げ型", "since_on": "2026-04-01", "place": "{place_id}"},
        status=201,
    ),
    "mould": call(Can.HAND_OVER_READ),
    "change_mould": call(
        Can.TAKE_BACK, body={"name": "曲げ型", "since_on": "2026-04-01", "count": 2, "revision": 1}
    ),
    "ask_about_mould": call(
        Can.TAKE_BACK, body={"state": "return_ask", "by_on": "2099-03-31", "revision": 1}
    ),
    "end_mould": call(
        Can.TAKE_BACK,
        body={"state": "returned", "on": "{today}", "words": "購買の方が受け取った", "revision": 1},
    ),
    "talk_of_mould": call(
        Can.TAKE_BACK, body={"on": "{today}", "words": "月額の話", "is_agreed": False}, status=201
    ),
    "onward_requests": call(Can.HAND_OVER_READ),
    "ask_onward": call(
        Can.SHARING_ASK,
        body={
            "side": "received",
            "partner": "{partner_id}",
            "to": "例示熱処理",
            "what": "支持板の図面",
            "purpose": "熱処理",
            "asked_on": "2026-04-01",
        },
        status=201,
    ),
    "onward_request": call(Can.HAND_OVER_READ),
    "answer_onward": call(
        Can.SHARING_APPROVE,
        body={
            "allows": True,
            "answered_on": "{today}",
            "by": "例示 一",
            "until_on": "2099-03-31",
            "basis": "承諾書",
            "revision": 1,
        },
    ),
    "withdraw_onward": call(Can.SHARING_ASK, body={"reason": "要らなくなった", "revision": 1}),
    "agreements_coverage": call(Can.AGREEMENT_READ),
    "hand_overs": call(Can.HAND_OVER_READ),
    "prepare_hand_over": call(
        Can.HAND_OVER_MAKE,
        Can.PARTNER_READ,
        Can.ASSET_READ,
        Can.SHARING_ASK,
        body={
            "partner": "{recipients_partner_id}",
            "assets": ["{handed_asset_id}"],
            "contacts": ["{recipient_id}"],
            "purpose": "見積り",
            "mode": "their_way",
            "way": "portal",
        },
        status=201,
    ),
    "hand_over": call(Can.HAND_OVER_READ),
    "ask_hand_over": call(Can.HAND_OVER_MAKE, Can.SHARING_ASK),
    "check_hand_over": call(Can.HAND_OVER_MAKE, body={"code": "no_onward"}),
    "offer_hand_over": call(Can.HAND_OVER_MAKE, body={}),
    "give_hand_over": call(
        Can.HAND_OVER_MAKE, Can.ASSET_READ, body={"carried": "ポータル"}, fill={"hand_over_id": "offered_id"}
    ),
    "share_page": call(Can.HAND_OVER_READ, fill={"hand_over_id": "shared_id"}),
    "put_shared_content": call(
        Can.HAND_OVER_MAKE,
        upload={"shown_as": "pages", "may_print": "no"},
        status=201,
        fill={"item_id": "shared_item_id"},
    ),
    "decide_shown": call(
        Can.HAND_OVER_MAKE,
        body={"shown_as": "pages", "may_print": True},
        fill={"item_id": "shared_item_id"},
    ),
    "let_in_to_share_page": call(
        Can.HAND_OVER_MAKE, Can.ASSET_READ, status=201, fill={"recipient_id": "let_in_id"}
    ),
    "shut_out_of_share_page": call(Can.HAND_OVER_MAKE, fill={"recipient_id": "let_in_id"}),
    "take_backs": call(Can.HAND_OVER_READ),
    "ask_back": call(Can.TAKE_BACK, body={"by": "{today}"}, status=201, fill={"hand_over_id": "given_id"}),
    "certificate_text": call(Can.TAKE_BACK, body=CERTIFICATE, fill={"hand_over_id": "received_id"}),
    "certify_hand_over": call(
        Can.TAKE_BACK,
        body={**CERTIFICATE, "shown": "{certificate_hash}"},
        status=201,
        fill={"hand_over_id": "received_id"},
    ),
    "acknowledge_hand_over": call(Can.HAND_OVER_MAKE, body={}, fill={"hand_over_id": "announced_id"}),
    "ask_storage": call(
        Can.TAKE_BACK,
        Can.PARTNER_READ,
        body={"contact": "{recipient_id}", "about": "曲げ型", "by": "{today}"},
        status=201,
        fill={"partner_id": "recipients_partner_id"},
    ),
    "stop_hand_over": call(Can.HAND_OVER_STOP, body={"reason": "話がなくなった"}),
    "end_handed_item": call(Can.TAKE_BACK, body={"became": "returned"}),
    "record_received": call(
        Can.HAND_OVER_MAKE,
        Can.PARTNER_READ,
        body={
            "partner": "{partner_id}",
            "things": [{"name": "支持板の図面", "number": "D-1"}],
            "people": ["{person}"],
            "purpose": "試作",
            "received_on": "2026-11-01",
        },
        status=201,
    ),
}
