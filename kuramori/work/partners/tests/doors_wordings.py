"""What the addresses of the wordings promise."""

from __future__ import annotations

from kuramori.ground.people.roles import Can
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "partners:wordings": get(Can.AGREEMENT_READ),
    "partners:blank_wording": get(Can.AGREEMENT_READ),
    # To read it one right is enough; offering it asks for another, in the view.
    "partners:wording": form(Can.AGREEMENT_READ),
    "partners:propose": form(Can.AGREEMENT_CHANGE),
    "partners:conclude_ours": post(Can.AGREEMENT_CONCLUDE),
    "partners:wording_file": get(Can.AGREEMENT_READ),
}
THINGS: dict[str, str] = dict.fromkeys(("wording", "propose", "conclude_ours", "wording_file"), "agreement")
PARTS: dict[str, dict[str, object]] = {
    "blank_wording": {"which": "sample_loan", "form": "docx"},
    "wording_file": {"form": "docx"},
}
