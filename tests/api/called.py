"""How an operation of the API is called in tests: what it needs, what it is sent, what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kuramori.ground.people.roles import Can
from tests.api.conftest import Caller, Reply

PDF = (
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 19>>stream\n20 20 120 120 re f\n\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
)


@dataclass(frozen=True, slots=True)
class Call:
    """How one operation is called: which permissions it needs, its body, and the status when all is well.

    `fill` changes places of the address; a body may name ids of the world in braces.
    """

    needs: frozenset[Can]
    body: Any = None
    status: int = 200
    fill: Mapping[str, str] | None = None
    upload: Mapping[str, str] | None = None

    def send(
        self, caller: Caller, method: str, path: str, ids: Mapping[str, str], *, body: Any = ...
    ) -> Reply:
        """Send it below the caller's own organisation with the ids of a world."""
        places = {
            name: ids[self.fill[name]] if self.fill and name in self.fill else ids[name] for name in ids
        }
        below = path.removeprefix("/api/v1/o/{organisation}").format(**places)
        if self.upload is not None:
            return caller.upload(below, **self.upload, file=SimpleUploadedFile("規程.pdf", PDF))
        return caller.send(method, below, _filled(self.body if body is ... else body, places))


def _filled(body: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(body, dict):
        return {key: _filled(value, ids) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(one, ids) for one in body]
    return body.format(**ids) if isinstance(body, str) and body.startswith("{") else body


def call(*needs: Can, **more: Any) -> Call:
    return Call(frozenset(needs), **more)
