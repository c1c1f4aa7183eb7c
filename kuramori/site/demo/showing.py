"""A share page that an invented company is getting ready: a drawing is in it, and nobody was let in yet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from kuramori.ground.people.actor import Actor
from kuramori.outside import reach
from kuramori.outside.reach import Proof
from kuramori.press.png import png
from kuramori.work.partners import hand_over
from kuramori.work.partners.hand_over_wanted import Wanted
from kuramori.work.partners.models import HandOver, Mode, ShownAs, Side
from kuramori.work.partners.sharing_page import putting

Standing = Callable[[str], AbstractContextManager[None]]
TODAY = "2026-11-20"
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1190 842" fill="none" stroke="#222" stroke-width="2">
<rect x="20" y="20" width="1150" height="802"/><rect x="830" y="722" width="340" height="100"/>
<circle cx="430" cy="420" r="250"/><circle cx="430" cy="420" r="190" stroke-dasharray="14 6"/>
<circle cx="430" cy="420" r="70"/><circle cx="430" cy="170" r="22"/><circle cx="430" cy="670" r="22"/>
<circle cx="180" cy="420" r="22"/><circle cx="680" cy="420" r="22"/>
<path d="M430 120V720M130 420H730" stroke-dasharray="30 6 6 6" stroke-width="1"/>
<rect x="830" y="200" width="120" height="440"/><path d="M830 300H950M830 540H950"/>
<g fill="#222" stroke="none" font-family="BIZ UDPGothic" font-size="30">
<text x="850" y="765">治具ベース（架空）</text><text x="850" y="805">第3版　1/1</text>
<text x="400" y="110">φ200 H7</text></g></svg>"""


def show_a_drawing(owner: Actor, standing_on: Standing) -> None:
    """To the same people as something that is out already. Inside the scope of one company."""
    # An invented company has an invented address that opens; the page that is got ready tells how it really is.
    with standing_on(TODAY), reach.standing_as(Proof(None)):
        out = (
            HandOver.objects.filter(side=Side.GIVEN, mode=Mode.THEIR_WAY, agreement__isnull=False)
            .select_related("partner", "agreement")
            .order_by("number")
            .first()
        )
        if out is None:
            return
        item, person = (
            out.items.select_related("asset").first(),
            out.recipients.select_related("contact").first(),
        )
        if item is None or item.asset is None or person is None or person.contact is None:
            return
        row = hand_over.prepare(
            owner,
            Wanted(
                partner=out.partner,
                assets=[item.asset],
                contacts=[person.contact],
                purpose=out.purpose,
                mode=Mode.SHARE_PAGE,
                agreement=out.agreement,
            ),
        )
        putting.put_content(
            owner,
            row.items.select_related("asset").get(),
            name="治具ベース.png",
            chunks=[png(DRAWING, width=2380)],
            shown_as=ShownAs.PAGES,
            may_print=False,
        )
