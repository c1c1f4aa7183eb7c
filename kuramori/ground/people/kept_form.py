"""What somebody had filled in when they were led away to confirm who they are: kept in the session, given back once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor

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
        return tuple((str(LABELS[name]), value) for name, value in self.fields if value and name in LABELS)


def keep(request: HttpRequest, actor: Actor) -> None:
    """Keep what this request wanted. A very long form is not kept; then its page opens again, empty."""
    fields = request.POST.copy()
    fields.pop(CSRF, None)
    encoded = fields.urlencode()
    request.session[SESSION_KEY] = {
        "organisation": str(actor.organisation_id),
        "path": request.get_full_path(),
        "form": encoded if request.method == "POST" and len(encoded) <= LARGEST_CHARACTERS else None,
        "is_form": request.method == "POST",
        "had_file": bool(request.FILES),
    }


def take_back(request: HttpRequest, actor: Actor) -> Kept | None:
    """What was kept for this organisation; the caller lets go of it with `let_go`."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or kept["organisation"] != str(actor.organisation_id):
        return None
    form = QueryDict(kept["form"] or "")
    fields = tuple((name, value) for name, values in form.lists() for value in values)
    return Kept(kept["path"], kept["is_form"], fields, kept["had_file"])


def let_go(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
