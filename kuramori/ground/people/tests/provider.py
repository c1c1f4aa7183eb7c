"""A provider of company sign-on (OpenID Connect) on this machine, with real keys, that can also answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "kuramori", "tasukeai-no-himitsu"


@dataclass(slots=True)
class Office:
    """What the provider says. Change `claims`, `key`, `sign` or `configuration` to make it lie."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"kid": "one"})
    key: Any = KEY
    algorithm: str = "RS256"
    sign: Callable[[dict[str, Any]], str] | None = None
    configuration: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=lambda: {"sub": "user-1"})
    status: int = 200
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def published(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.configuration,
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def signs_in(self, url: str) -> dict[str, str]:
        """Somebody was sent to `url` and signs in: what comes back in the address, code and state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "user-1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "staff@kakuu-seiko.example",
            "email_verified": True,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers=self.header)

    def exchange(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The code for tokens: once, to who began (PKCE) and knows the secret."""
        asked = self.codes.pop(form.get("code", ""), None)
        if (
            asked is None
            or form.get("client_secret") != SECRET
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return None
        return {
            "access_token": "access-tokens-are-not-kept",
            "token_type": "Bearer",
            "id_token": self.id_token(asked),
        }


class _Desk(BaseHTTPRequestHandler):
    office: Office

    def do_GET(self) -> None:
        self.office.asked.append(self.path)
        pages = {
            "/.well-known/openid-configuration": self.office.published,
            "/keys": self.office.keys,
            "/userinfo": lambda: self.office.userinfo,
        }
        self._answer(pages[self.path]() if self.path in pages else None)

    def do_POST(self) -> None:
        self.office.asked.append(self.path)
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self.office.exchange({name: values[0] for name, values in parse_qs(text).items()}))

    def _answer(self, told: object) -> None:
        body = json.dumps(told).encode()
        self.send_response(self.office.status if told is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        """Silent."""


def opened() -> tuple[Office, ThreadingHTTPServer]:
    """An office that is open, and the server to shut."""
    office = Office()
    desk = type("Desk", (_Desk,), {"office": office})
    server = ThreadingHTTPServer(("127.0.0.1", 0), desk)
    office.address = f"http://127.0.0.1:{server.server_port}"
    # Every test shuts one: it looks every hundredth of a second, not every half, whether it should.
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return office, server
