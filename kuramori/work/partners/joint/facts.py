"""What the trail tells of each row before and after, and the words for its fields. `TEXTS` were written freely."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.partners.models import (
    Brought,
    BroughtIn,
    JointMinutes,
    JointProject,
    KeptMould,
    MouldState,
    OnwardRequest,
    OnwardSide,
    OnwardState,
    Ownership,
    StorageTalk,
)

TEXTS = (
    "to", "what", "purpose", "answered_by", "conditions", "basis", "ended_for", "title", "ownership_words", "words",
    "confirmed_by", "struck_for", "people", "talked", "handed", "name", "tag", "asked_words", "ended_words",
)  # fmt: skip


def onward(row: OnwardRequest) -> dict[str, Any]:
    plain = ("side", "to", "what", "purpose", "asked_on", "state", "answered_on", "answered_by", "until_on",
             "conditions", "basis", "ended_on", "ended_for")  # fmt: skip
    ties = {"partner": row.partner_id, "asset": row.asset_id, "recipient": row.recipient_id}
    return {name: getattr(row, name) for name in plain} | ties | {"paper": row.paper_id, "text": row.text_id}


def project(row: JointProject) -> dict[str, Any]:
    plain = ("title", "purpose", "from_on", "until_on", "ownership", "ownership_words", "ended_on")
    told = {name: getattr(row, name) for name in plain}
    return told | {"partner": row.partner_id, "agreement": row.agreement_id}


def brought(row: BroughtIn) -> dict[str, Any]:
    plain = (
        "side",
        "words",
        "since_on",
        "shown_on",
        "confirmed_on",
        "confirmed_by",
        "struck_on",
        "struck_for",
    )
    return {name: getattr(row, name) for name in plain} | {"asset": row.asset_id}


def minutes(row: JointMinutes) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("on", "people", "talked", "handed")}


def mould(row: KeptMould) -> dict[str, Any]:
    plain = ("name", "tag", "count", "since_on", "used_on", "state", "asked_on", "by_on", "asked_words", "ended_on",
             "ended_words")  # fmt: skip
    return {name: getattr(row, name) for name in plain} | {"partner": row.partner_id, "place": row.place_id}


def talk(row: StorageTalk) -> dict[str, Any]:
    return {"on": row.on, "words": row.words, "is_agreed": row.is_agreed}


_WORDS = {
    "side": _("どちらから"),
    "partner": _("取引先"),
    "asset": _("守るべき情報"),
    "recipient": _("渡す先の取引先"),
    "to": _("渡す先"),
    "what": _("何を"),
    "purpose": _("目的"),
    "asked_on": _("頼んだ日"),
    "state": _("いま"),
    "answered_on": _("答えた日"),
    "answered_by": _("答えた方"),
    "until_on": _("いつまで"),
    "conditions": _("条件"),
    "basis": _("もとになるもの"),
    "paper": _("書面"),
    "ended_on": _("終えた日"),
    "ended_for": _("わけ"),
    "agreement": _("契約"),
    "title": _("名称"),
    "from_on": _("いつから"),
    "ownership": _("成果の帰属"),
    "ownership_words": _("帰属のひとこと"),
    "words": _("ひとこと"),
    "since_on": _("いつから"),
    "shown_on": _("見せた日"),
    "confirmed_on": _("確かめた日"),
    "confirmed_by": _("確かめた方"),
    "struck_on": _("消した日"),
    "struck_for": _("消したわけ"),
    "on": _("日付"),
    "people": _("出た人"),
    "talked": _("話したこと"),
    "handed": _("渡した物"),
    "name": _("名前"),
    "tag": _("資産番号"),
    "count": _("数"),
    "place": _("保管場所"),
    "used_on": _("最後に使った日"),
    "by_on": _("いつまでに"),
    "asked_words": _("返却・廃棄の話"),
    "ended_words": _("どうしたか"),
    "is_agreed": _("合意したか"),
}


def _shown(*choices: Any) -> Any:
    known = {str(code): word for one in choices for code, word in one.choices}
    return lambda kept: str(known.get(str(kept), kept))


labels.declare("onward_request", _WORDS, {"side": _shown(OnwardSide), "state": _shown(OnwardState)})
labels.declare("joint_project", _WORDS, {"side": _shown(Brought), "ownership": _shown(Ownership)})
labels.declare("kept_mould", _WORDS, {"state": _shown(MouldState)})
