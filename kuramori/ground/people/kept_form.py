"""What somebody had filled in when they were led away to confirm who they are: kept in the session, given back once.

A reason for a hold, a name, an address may be in it; a session lies in the database, so it is sealed for this account.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Role
from kuramori.outside.vault import SealBroken, Sealer

SESSION_KEY = "kept_form"
LARGEST_CHARACTERS = 100_000
CSRF = "csrfmiddlewaretoken"

# How the fields of such forms are called on their pages; what is not here is sent again without being shown.
LABELS = {
    "role": _("役割"),
    "department": _("部門"),
    "until_on": _("最後の日"),
    "name": _("名前"),
    "label": _("何に使うか"),
    "expires_on": _("いつまで"),
    "reason": _("理由"),
    "email": _("メールアドレス"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """`fields` are name and value, in their order, a name as often as it was sent; `had_file`: a file was among them.

    `path` is where it was sent to; `is_form` is False where only a page was asked for.
    """

    path: str
    is_form: bool
    fields: tuple[tuple[str, str], ...]
    had_file: bool

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """Labels and values worth reading before one goes on."""
        return tuple(
            (str(LABELS[name]), _in_words(name, value))
            for name, value in self.fields
            if value and name in LABELS
        )


def keep(request: HttpRequest, actor: Actor) -> None:
    """Keep what this request wanted. A very long form is not kept; then its page opens again, empty."""
    fields = request.POST.copy()
    fields.pop(CSRF, None)
    encoded = fields.urlencode()
    told = {
        "path": request.get_full_path(),
        "form": encoded if request.method == "POST" and len(encoded) <= LARGEST_CHARACTERS else None,
        "is_form": request.method == "POST",
        "had_file": bool(request.FILES),
    }
    sealed = _sealer(actor).seal(json.dumps(told).encode(), _context(actor))
    request.session[SESSION_KEY] = {
        "organisation": str(actor.organisation_id),
        "sealed": base64.b64encode(sealed).decode("ascii"),
    }


def take_back(request: HttpRequest, actor: Actor) -> Kept | None:
    """What was kept for this organisation; the caller lets go of it with `let_go`."""
    held: dict[str, str] | None = request.session.get(SESSION_KEY)
    if held is None or held["organisation"] != str(actor.organisation_id) or "sealed" not in held:
        return None
    try:
        kept = json.loads(_sealer(actor).open(base64.b64decode(held["sealed"]), _context(actor)))
    except SealBroken:
        return None
    form = QueryDict(kept["form"] or "")
    fields = tuple((name, value) for name, values in form.lists() for value in values)
    return Kept(kept["path"], kept["is_form"], fields, kept["had_file"])


def _in_words(name: str, value: str) -> str:
    """A choice as its page calls it."""
    return Role(value).label if name == "role" and value in set(Role) else value


def _context(actor: Actor) -> bytes:
    return f"kept-form/{actor.account_id}".encode()


def _sealer(actor: Actor) -> Sealer:
    return settings.VAULT.sealer("kept-form", str(actor.organisation_id))


def let_go(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
