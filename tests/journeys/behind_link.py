"""Somebody of a partner in front of a browser: past the code of a link, on a phone."""

from __future__ import annotations

import datetime

from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.ground.people import links
from kuramori.ground.people.codes import tell_code
from kuramori.ground.people.links import LinkPurpose
from kuramori.ground.post.letter import Recipient
from kuramori.outside import clock
from kuramori.work.requests.gapping.by_link import GAPS
from kuramori.work.requests.link_purpose import KIND, REPLY
from kuramori.work.requests.models import Asked
from tests.cast import Cast
from tests.journeys.barriers import PHONE

JIRO = ("見本 次郎", "jiro@mihon.example")
HANAKO = ("例示 花子", "hanako@mihon.example")


def enter(cast: Cast, asked: Asked, page: Page, name: str, address: str) -> str:
    """Past the code of a link to the request; where its pages begin."""
    secret = _opened(cast, page, REPLY, (KIND, asked.pk), name, address)
    expect(page.get_by_text("いまのようす")).to_be_visible()
    return f"/link/{secret}/request/"


def enter_gaps(cast: Cast, asked: Asked, page: Page, name: str, address: str) -> str:
    """The same of the link to all gaps with the partner."""
    return f"/link/{_opened(cast, page, GAPS, ('partner', asked.partner_id), name, address)}/gaps/"


def _opened(
    cast: Cast, page: Page, purpose: LinkPurpose, about: tuple[str, object], name: str, address: str
) -> str:
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        issued = links.issue(
            owner,
            purpose,
            about=about,
            until_on=clock.today() + datetime.timedelta(days=60),
            outside=Recipient(address, name),
        )
        code = tell_code(owner, issued.link)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"/link/{issued.secret}/")
    page.fill("input[name=code]", code)
    page.get_by_role("button", name="開く").click()
    expect(page.locator("input[name=code]")).to_have_count(0)
    return issued.secret
