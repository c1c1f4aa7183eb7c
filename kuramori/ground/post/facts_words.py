"""What a reader of the trail is told the fields of mail and its deliveries are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels

labels.declare("message", {"purpose": _("何のメール"), "about": _("何について"), "expires_at": _("期限")})
labels.declare(
    "delivery",
    {
        "person": _("だれに"),
        "again_of": _("送り直す前の番号"),
        "state": _("配達"),
        "stage": _("どこまで進んだ"),
        "code": _("相手の返事の番号"),
        "enhanced": _("くわしい番号"),
    },
)
