"""Company sign-on (OpenID Connect): whom to ask, and what to believe of the answer.

allauth drives the code flow (state, PKCE, exchange of the code). What it leaves out is here: the id token is always
verified by signature, and carries a nonce that belongs to the state; the provider must be the one that was configured.
Nothing of the tokens is kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import requests
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings

from kuramori.ground.people.providers import Provider
from kuramori.outside.net import adapters

# Asymmetric ones only: with HS256 whoever knows the client's secret could write tokens, and with "none" anybody.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
WANTED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
LEEWAY_SECONDS = 60
# From being sent there to being back, password and second step included.
ANEW_SECONDS = 5 * 60
TIMEOUT_SECONDS = 10
LARGEST_ANSWER_BYTES = 512 * 1024


class SignOnFailed(OAuth2Error):
    """The provider's answer is not to be believed; the message says why, for the one who runs the instance."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider says of somebody. `subject` is its own id; `email` is "" unless it vouches for it.

    `signed_in_at`: when they showed it who they are, in seconds since 1970; None where it does not say.
    """

    subject: str
    email: str
    signed_in_at: int | None = None


_spoken_to: ContextVar[Provider | None] = ContextVar("spoken_to", default=None)


@contextmanager
def speaking_to(provider: Provider) -> Iterator[None]:
    """Within this, allauth's requests go to this provider, by its rules."""
    token = _spoken_to.set(provider)
    try:
        yield
    finally:
        _spoken_to.reset(token)


def app_of(provider: Provider) -> SocialApp:
    """The provider as allauth knows one. It is never saved."""
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.id,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings={
            "server_url": provider.server.rstrip("/") + "/.well-known/openid-configuration",
            "oauth_pkce_enabled": True,
        },
    )


def session() -> requests.Session:
    """For allauth's requests: pinned to the address that was judged, no redirects, no proxies, no private network."""
    provider = _spoken_to.get()
    rules = adapters.Rules(
        allow_private=provider.private_network if provider else False,
        limit_bytes=LARGEST_ANSWER_BYTES,
        timeout_seconds=TIMEOUT_SECONDS,
        authorities=Path(provider.authorities) if provider and provider.authorities else None,
    )
    return adapters.session(rules)


def new_state() -> str:
    """256 bits of chance; it is kept in the session and comes back once."""
    return secrets.token_urlsafe(32)


def nonce_of(state: str) -> str:
    """The nonce that belongs to a state. Derived, so that it need not be kept and cannot be another's."""
    key = settings.VAULT.key("sign-on", "nonce")
    return (
        base64.urlsafe_b64encode(hmac.new(key, state.encode(), hashlib.sha256).digest()).decode().rstrip("=")
    )


def check_configuration(provider: Provider, found: object) -> dict[str, Any]:
    """What the provider publishes of itself, if it is the one that was meant. Raises `SignOnFailed`."""
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in WANTED):
        raise SignOnFailed("the provider's configuration is not complete")
    if found["issuer"].rstrip("/") != provider.server.rstrip("/"):
        raise SignOnFailed("the provider calls itself by another address")
    return found


def read_id_token(token: str, keys: object, *, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of an id token that holds. Raises `SignOnFailed` for any other."""
    try:
        header = jwt.get_unverified_header(token)
        key = _key(keys, header.get("kid"))
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise SignOnFailed(f"the id token does not hold: {type(error).__name__}") from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise SignOnFailed("the id token is an answer to another question (nonce)")
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if (len(audience) > 1 or "azp" in claims) and claims.get("azp") != client_id:
        raise SignOnFailed("the id token was made for another program (azp)")
    return claims


def _key(keys: object, kid: object) -> jwt.PyJWK:
    usable = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in {None, "sig"}]  # type: ignore[arg-type]
    named = [key for key in usable if key.key_id == kid] if kid is not None else usable
    if len(named) != 1:
        raise SignOnFailed("the id token is signed with an unknown key")
    return named[0]


def told(provider: Provider, claims: Mapping[str, Any]) -> Told:
    """Who it is. An address counts only where the provider says that it has verified it."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 191:
        raise SignOnFailed("the id token names nobody")
    email = claims.get("email")
    # Some providers write the word instead of the value; anything else is no yes.
    vouched = claims.get("email_verified") in (True, "true")
    address = email.strip().lower() if isinstance(email, str) and vouched else ""
    domain = provider.mail_domain.strip().lower().removeprefix("@")
    if domain and address.rpartition("@")[2] != domain:
        address = ""
    at = claims.get("auth_time")
    return Told(subject, address, at if type(at) is int else None)


def signed_in_anew(found: Told) -> bool:
    """Whether they signed in at the provider within the last minutes; a provider that does not say has not shown it."""
    if found.signed_in_at is None:
        return False
    return -LEEWAY_SECONDS <= time.time() - found.signed_in_at < ANEW_SECONDS
