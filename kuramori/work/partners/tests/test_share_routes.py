"""T12: with all open to a viewer, no address hands out the bytes that were handed in, and each page is marked."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.exceptions import NoReverseMatch
from PIL import Image, ImageChops, ImageStat

from kuramori.press import pages
from kuramori.work.partners.models import ShownAs
from kuramori.work.partners.sharing_page import preparing
from kuramori.work.partners.tests import shared as making
from kuramori.work.partners.tests.shared import Share
from tests.cast import Cast

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "post", "put", "delete", "options", "patch")


def _every_path(share: Share) -> list[str]:
    """All addresses of the whole house with everything in them that a viewer may know: the secret, ids, numbers."""
    known: dict[str, list[object]] = {
        "secret": [share.issued.secret],
        "id": [share.item.pk, share.item.content_id],
        "number": [1, 2],
        "format": ["pdf"],
        "organisation": ["kakuu-seiko"],
    }
    behind = {
        path for pattern in _patterns(get_resolver("kuramori.site.urls")) for path in _filled(pattern, known)
    }
    return sorted(behind)


def _patterns(resolver: URLResolver, before: str = "") -> list[str]:
    found = []
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += _patterns(one, here)
        elif isinstance(one, URLPattern):
            found.append(here)
    return found


def _filled(pattern: str, known: dict[str, list[object]]) -> list[str]:
    made = [pattern]
    for name, values in known.items():
        for kind in ("uuid:", "str:", "int:", "slug:", ""):
            made = [
                path.replace(f"<{kind}{name}>", str(value))
                for path in made
                for value in (values if f"<{kind}{name}>" in path else [""])
            ]
    return ["/" + path for path in made if "<" not in path and "^" not in path and "(" not in path]


def _body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("shown_as", list(ShownAs))
def test_no_address_hands_out_what_was_handed_in(acting: Cast, settings, shown_as: ShownAs) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"), shown_as=shown_as, may_print=True)
    client = share.confirm()
    original, bare = share.original, _bare(share)
    paths = _every_path(share)
    assert len(paths) > 150
    assert share.at("pages/1/") in paths
    assert share.at("copy/") in paths
    opened = []
    for path in paths:
        # What is not behind a link is walked once, with the files open that may be taken along, too.
        if shown_as == ShownAs.PAGES and not path.startswith("/link/"):
            continue
        for method in METHODS if path.startswith("/link/") else ("get",):
            try:
                answer = getattr(client, method)(path)
            except NoReverseMatch:
                continue
            body = _body(answer)
            assert original not in body, (method, path)
            assert hashlib.sha256(body).hexdigest() != share.item.sha256, (method, path)
            assert all(page not in body for page in bare), (method, path)
            if method == "get" and answer.status_code == 200 and answer["Content-Type"] == "image/jpeg":
                opened.append(path)
                assert _words_lie_across(body, share), path
    assert opened == [
        path
        for path in paths
        if "/pages/" in path and not path.endswith("close/") and str(share.item.pk) in path
    ]


def _bare(share: Share) -> list[bytes]:
    """The pages as they are kept, without any words on them."""
    assert share.item.content is not None
    return [
        preparing.page_of(share.item.content, number, size) for number in (1, 2) for size in preparing.WIDTHS
    ]


def _words_lie_across(picture: bytes, share: Share) -> bool:
    """Every sixteenth of an empty page is no longer empty, and the words of this person stand in the file."""
    image = Image.open(io.BytesIO(picture))
    words = image.info["comment"].decode()
    grey = image.convert("L")
    wide, high = grey.size
    tiles = [
        grey.crop((wide * x // 4, high * y // 4, wide * (x + 1) // 4, high * (y + 1) // 4))
        for x in range(4)
        for y in range(4)
    ]
    told = ("仮想重機株式会社", making.ADDRESS, share.row.number)
    return all(tile.getextrema()[0] < 225 for tile in tiles) and all(one in words for one in told)


@pytest.mark.parametrize("shade", ["white", "black", "grey"])
def test_the_words_can_be_seen_on_any_ground(shade: str) -> None:
    written = io.BytesIO()
    Image.new("RGB", (1200, 900), shade).save(written, "PNG")
    bare = pages.draw("png", written.getvalue(), number=1, width=1200)
    marked = pages.watermarked(bare, "仮想重機株式会社　仮想 三郎　T-0001")
    difference = ImageChops.difference(Image.open(io.BytesIO(bare)), Image.open(io.BytesIO(marked)))
    assert max(one[1] for one in ImageStat.Stat(difference.convert("RGB")).extrema) > 40
    assert ImageStat.Stat(difference.convert("L")).mean[0] > 1


def test_two_people_see_different_words(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"))
    client = share.confirm()
    first = client.get(share.at("pages/1/")).content
    other = pages.watermarked(_bare(share)[0], "ほかの会社　ほかの人")
    assert ImageChops.difference(Image.open(io.BytesIO(first)), Image.open(io.BytesIO(other))).getbbox()


STRANGE = (
    "pages/0/",
    "pages/3/",
    f"pages/{10**30}/",
    "pages/-1/",
    "pages/1%2f..%2fcopy/",
    "pages/../../../../../../healthz",
    "pages/%2e%2e/copy/",
    "pages/1.pdf",
    "pages/1/?download=1&format=pdf",
)


def test_strange_numbers_ways_and_wishes_open_nothing_but_marked_pages(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"))
    client = share.confirm()
    wishes = {
        "accept": "application/pdf",
        "x-http-method-override": "GET",
        "x-original-url": share.at("copy/"),
    }
    for rest in STRANGE:
        answer = client.get(share.at(rest), headers=wishes)
        body = _body(answer)
        assert share.original not in body, rest
        if answer.status_code == 200 and answer["Content-Type"] == "image/jpeg":
            assert _words_lie_across(body, share), rest
        else:
            assert answer.status_code in {404, 410, 301, 302}, rest
            assert b"%PDF" not in body, rest


def test_a_thing_of_another_hand_over_does_not_open_by_this_link(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    owner = acting.actor("owner")
    mine, other = making.shared(owner), making.shared(owner)
    client = mine.confirm()
    for rest in ("", "pages/1/", "pages/1/large/", "pages/1/close/", "copy/"):
        path = mine.url(f"share/items/{other.item.pk}/{rest}")
        assert client.get(path).status_code in {403, 404, 410}, rest
        assert client.get(mine.at(rest)).status_code == (403 if rest == "copy/" else 200), rest
