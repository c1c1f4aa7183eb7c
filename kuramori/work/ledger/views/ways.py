"""What to say when an entry is closed to changes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.ground.people.asking import ActingRequest


def closed(request: ActingRequest) -> str:
    """Why nothing was changed."""
    return _("この登録は見送りか手放し済みです。何も変えていません。")
