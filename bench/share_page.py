"""A page of the share page as a viewer's browser gets it: door, decision, watermark, row and entry of the trail.

Beside it, in the same run: the bare drawing of the page from its PDF without a watermark, the laying of the watermark
alone, and the page drawn for the first time. Through the whole stack of the server in this process, without the
network. `DATABASE_URL` measures PostgreSQL instead of SQLite.
"""

from __future__ import annotations

import io
import itertools
from typing import Any

import pikepdf
from django.conf import settings
from django_scopes import scope

from bench.measure import arguments, spread, tell, times_ms
from bench.trail import _set_up
from kuramori.ground.people.access import actor_for
from kuramori.ground.people.found import found
from kuramori.ground.people.models import Account, OrganisationKind
from kuramori.press import pages
from kuramori.work.partners.sharing_page import preparing, viewing
from kuramori.work.partners.sharing_page.standing import opened
from kuramori.work.partners.tests import shared as making

PAGES = 30


def main() -> None:
    args = arguments("a watermarked page", rounds=200)
    _set_up()
    figures = _figures(args.rounds)
    tell(figures, as_json=args.json)


def _figures(rounds: int) -> dict[str, Any]:
    share, drawing = _share()
    with scope(organisation=share.owner.organisation):
        client = share.confirm()
    numbers = itertools.cycle(range(1, PAGES + 1))
    first = times_ms(lambda: _got(client, share.at(f"pages/{next(numbers)}/")), rounds=PAGES, warm_up=0)
    warm = times_ms(lambda: _got(client, share.at(f"pages/{next(numbers)}/")), rounds=rounds)
    large = times_ms(
        lambda: _got(client, share.at(f"pages/{next(numbers)}/large/")), rounds=PAGES, warm_up=PAGES
    )
    bare = times_ms(lambda: pages.draw("pdf", drawing, number=1, width=1200), rounds=50)
    with scope(organisation=share.owner.organisation):
        words = viewing.words_of(opened(share.issued.link))
        assert share.item.content is not None
        kept = preparing.page_of(share.item.content, 1)
    laid = times_ms(lambda: pages.watermarked(kept, words), rounds=50)
    return {
        "pages": PAGES,
        "page_ms": spread(warm),
        "page_first_time_ms": spread(first),
        "large_page_ms": spread(large),
        "bare_drawing_ms": spread(bare),
        "watermark_alone_ms": spread(laid),
        "page_bytes": len(_got(client, share.at("pages/1/"))),
    }


def _got(client: Any, path: str) -> bytes:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    content: bytes = answer.content
    return content


def _share() -> tuple[Any, bytes]:
    settings.ALLOWED_HOSTS = ["*"]
    settings.INSTANCE = making.reachable()
    account = Account.objects.create_user("sokutei@kakuu.example", "aozora-densha-77")
    kinds = [OrganisationKind.COMPANY]
    house = found(account, name="測定", slug="sokutei", kinds=kinds, owner_name="測定 太郎").organisation
    drawing = _drawing()
    with scope(organisation=house):
        share = making.shared(actor_for(account, house.slug), name="drawing.pdf", content=drawing)
    return share, drawing


def _drawing() -> bytes:
    """Thirty sheets in A3 with a thousand lines each, as a drawing office makes them."""
    made = pikepdf.new()
    for number in range(PAGES):
        made.add_blank_page(page_size=(1190, 842))
        lines = " ".join(
            f"{20 + (7 * at + number) % 1150} {20 + 13 * at % 800} m {20 + 17 * at % 1150} {20 + 29 * at % 800} l S"
            for at in range(1000)
        )
        made.pages[number].Contents = made.make_stream(f"0.4 w {lines}".encode())
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


if __name__ == "__main__":
    main()
