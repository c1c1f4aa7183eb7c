"""Scoring an answer file: public, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from kuramori.ground.packs.read import find
from kuramori.ground.people.calls import Language, public_refusals, spoken
from kuramori.rules import answers
from kuramori.rules.catalogue import Pack
from kuramori.rules.scoring import score
from kuramori.work.checks.api.forms import ScoreForm, score_form
from kuramori.work.checks.api.wanted import ANSWER_FILE, pack_named

router = Router(tags=["public", "check"])

BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": ANSWER_FILE}, "application/yaml": {"schema": ANSWER_FILE}},
    }
}


@router.post(
    "/score",
    response={200: ScoreForm, **public_refusals(422)},
    summary="Score an answer file",
    operation_id="check_score",
    openapi_extra=BODY,
)
def check_score(request: HttpRequest, lang: Language | None = None) -> Any:
    """JSON or YAML, at most 1 MB; line and rule of every fault are named. Nothing is kept."""
    file = answers.read(request.body, _public)
    pack = pack_named(file.pack)
    return score_form(pack, score(pack, file.answers), lang or spoken())


def _public(pack_id: str) -> Pack | None:
    pack = find(pack_id)
    return pack if pack is not None and pack.public_check else None
