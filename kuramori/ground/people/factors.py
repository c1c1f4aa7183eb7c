"""What allauth asks of us about second factors: how secrets are sealed, how things are called, where passkeys work."""

from __future__ import annotations

import ipaddress

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people import sealed_factors
from kuramori.ground.people.models import Account
from kuramori.ground.people.qr import qr_svg

LOOPBACK = frozenset({"127.0.0.1", "::1"})


class NobodysFactor(RuntimeError):
    """A secret was to be sealed or opened without knowing for whom."""


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("確認できませんでした。新しい番号で、もう一度お試しください。"),
    }

    def encrypt(self, text: str) -> str:
        return sealed_factors.seal(text, self._account_id())

    def decrypt(self, encrypted_text: str) -> str:
        return sealed_factors.unseal(encrypted_text, self._account_id())

    def _account_id(self):  # type: ignore[no-untyped-def]
        account_id = sealed_factors.owner(context.request.user.pk if context.request else None)
        if account_id is None:
            raise NobodysFactor
        return account_id

    def get_totp_issuer(self) -> str:
        return settings.INSTANCE.site.name or _("蔵守")

    def build_totp_svg(self, url: str) -> str:
        return qr_svg(url, label=_("認証アプリで読み取る図"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": host_of(context.request), "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("パスキー %(number)s") % {"number": count + 1}


def host_of(request: HttpRequest) -> str:
    """The name by which this instance was opened, without its port."""
    host = request.get_host()
    return host[1 : host.index("]")] if host.startswith("[") else host.partition(":")[0]


def passkeys_work(request: HttpRequest) -> bool:
    """Whether browsers allow passkeys at this address: a name, by HTTPS, or localhost. Never an IP address."""
    host = host_of(request)
    return not _is_ip(host) and (request.is_secure() or host == "localhost")


def localhost_url(request: HttpRequest) -> str:
    """This page by the name localhost, for those who opened 127.0.0.1; "" where that leads nowhere."""
    if host_of(request) not in LOOPBACK:
        return ""
    _numbers, colon, port = request.get_host().rpartition(":")
    has_port = bool(colon) and port.isdigit()
    return f"{request.scheme}://localhost{f':{port}' if has_port else ''}{request.path}"


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
