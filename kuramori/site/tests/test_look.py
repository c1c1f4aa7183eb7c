from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from kuramori.site.look import COOKIE
from kuramori.site.navigation import ROOMS
from kuramori.site.templatetags.icons import LEVELS
from kuramori.work.ledger.reading.lines import LAYER_SIGNS


def test_the_pages_follow_the_device_until_somebody_chooses(client: Client) -> None:
    page = client.get("/look/").content.decode()
    assert "data-theme" not in page
    assert "data-size" not in page


def test_a_choice_is_kept_in_the_browser_and_shown_on_every_page(client: Client) -> None:
    response = client.post("/look/", {"theme": "dark", "size": "125", "next": "/guide/"})
    assert response["Location"] == "/look/?saved=1&next=%2Fguide%2F"
    assert client.cookies[COOKIE].value == "dark.125"
    page = client.get("/guide/").content.decode()
    assert 'data-theme="dark" data-size="125"' in page
    assert 'href="/guide/"' in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("cookie", ["", "blue.100", 'dark" onload="x.999', "dark", "..", "dark.125.3"])
def test_a_cookie_that_cannot_be_read_counts_as_not_chosen(client: Client, cookie: str) -> None:
    client.cookies[COOKIE] = cookie
    page = client.get("/look/").content.decode()
    assert "data-size" not in page
    assert "onload" not in page


@pytest.mark.parametrize(
    "target", ["https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"]
)
def test_the_way_back_never_leads_to_another_site(client: Client, target: str) -> None:
    response = client.post("/look/", {"theme": "light", "size": "100", "next": target})
    assert response["Location"] == "/look/?saved=1&next="
    assert "元の画面へ戻る" not in client.get("/look/", {"next": target}).content.decode()


@pytest.mark.parametrize("address", ["/", "/guide/", "/privacy/", "/look/", "/check/", "/no-such-page/"])
def test_the_pages_at_the_front_have_no_script_or_style_of_their_own(client: Client, address: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert all(" src=" in tag.split(">")[0] for tag in page.split("<script")[1:])
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_the_sprite_has_every_sign_that_is_named_and_no_other() -> None:
    package = Path(__file__).resolve().parents[2]
    sprite = (package / "site/static/icons.svg").read_text("utf-8")
    named = {room.icon for room in ROOMS} | {f"level-{level}" for level in LEVELS}
    named |= set(LAYER_SIGNS.values())
    for page in package.rglob("templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([^"]+)"', page.read_text("utf-8")))
    assert set(re.findall(r'id="([^"]+)"', sprite)) == named
