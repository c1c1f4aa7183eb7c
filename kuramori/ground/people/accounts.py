"""allauth's adapter: nobody signs up here by themselves; people come by invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kuramori.outside.visitor import visitor

SECOND_STEP_STAGE = "kuramori.ground.people.stages.SecondStep"

REAUTHENTICATION_WORDS = {
    "reauthenticate": _("パスワードで確かめる"),
    "mfa_reauthenticate": _("認証アプリか予備のコードで確かめる"),
    "mfa_reauthenticate:webauthn": _("パスキーで確かめる"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "続けて何度も間違えたため、しばらく受け付けません。5分ほど時間が経ってからやり直してください。"
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Of the visitor: what limits of tries and the list of one's devices go by."""
        return visitor(
            request.META.get("REMOTE_ADDR", ""),
            request.headers.get("X-Forwarded-For", ""),
            settings.TRUSTED_PROXIES,
        )

    def get_login_stages(self) -> list[str]:
        # The only one that we offer, and ours gives the session a new key.
        return [SECOND_STEP_STAGE]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": REAUTHENTICATION_WORDS[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what was put in words by us; what allauth would say of itself our pages say already."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth puts the host in front: whoever varies it (its port is never checked) would have new tries each time.
        return str(credentials.get("email", "")).lower()
