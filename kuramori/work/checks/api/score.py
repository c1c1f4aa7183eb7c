"""Scoring an answer file: public, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from kuramori.ground.people.calls import Language, body_of, public_refusals, spoken
from kuramori.rules.score_form import score_form
from kuramori.rules.scoring import score
from kuramori.work.checks.api.forms import ScoreForm
from kuramori.work.checks.travel import ANSWER_FILE, FILE_TYPES, public_file

router = Router(tags=["public", "check"])


@router.post(
    "/score",
    response={200: ScoreForm, **public_refusals(422)},
    summary="回答ファイルを採点する",
    operation_id="check_score",
    openapi_extra=body_of(ANSWER_FILE, *FILE_TYPES),
)
def check_score(request: HttpRequest, lang: Language | None = None) -> Any:
    """JSON or YAML, at most 1 MB; line and rule of every fault are named. Nothing is kept."""
    pack, file = public_file(request.body)
    return score_form(pack, score(pack, file.answers), lang or spoken())
