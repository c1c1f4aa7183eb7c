"""Somebody of the partner in a browser of theirs, past the code."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django_scopes import scope

from kuramori.ground.people import codes, links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Link
from kuramori.ground.post.letter import Recipient
from kuramori.outside import clock
from kuramori.work.requests.link_purpose import KIND, REPLY
from kuramori.work.requests.models import Asked


@dataclass(slots=True)
class Guest:
    """`secret` is that of the link, `client` the browser."""

    secret: str
    client: Client
    link: Link

    def url(self, rest: str = "") -> str:
        return f"/link/{self.secret}/request/{rest}"

    def get(self, rest: str = "") -> Any:
        return self.client.get(self.url(rest))

    def post(self, rest: str, data: dict[str, object], **headers: Any) -> Any:
        return self.client.post(self.url(rest), data, **headers)

    def page(self, rest: str = "") -> str:
        return self.client.get(self.url(rest)).content.decode()


def guest(owner: Actor, asked: Asked, name: str = "見本 次郎", address: str = "jiro@mihon.example") -> Guest:
    """A link of their own, and the right code for it."""
    with scope(organisation=owner.organisation):
        issued = links.issue(
            owner,
            REPLY,
            about=(KIND, asked.pk),
            until_on=clock.today() + datetime.timedelta(days=60),
            outside=Recipient(address, name),
        )
        code = codes.tell_code(owner, issued.link)
    client = Client()
    assert client.post(f"/link/{issued.secret}/code/", {"code": code}).status_code == 302
    return Guest(issued.secret, client, issued.link)
