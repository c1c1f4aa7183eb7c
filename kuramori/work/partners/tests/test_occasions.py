"""Before the moment: the checklist of a kind, what may be seen, and looking back."""

from __future__ import annotations

import pypdfium2
import pytest
from django.urls import reverse

from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.press.tests.reading import pdf_pages, squeezed
from kuramori.rules import freshness
from kuramori.work.partners import occasions, sharing_content
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import Occasion
from kuramori.work.partners.occasions import OccasionOver, OccasionWanted
from kuramori.work.partners.tests import handed
from kuramori.work.partners.tests.decided import later
from kuramori.work.places.receiving import VisitWanted, announce
from tests.cast import Cast


def begun(cast: Cast, kind: str = "exhibition") -> Occasion:
    return occasions.begin(
        cast.actor("section"), OccasionWanted(kind, "見本市（名古屋）", clock.today(), later(2))
    )


@pytest.mark.parametrize("kind", [one.id for one in sharing_content.occasions().kinds])
def test_every_kind_begins_with_its_own_words_and_a_day_to_look_back(acting: Cast, kind: str) -> None:
    row = begun(acting, kind)
    told = sharing_content.occasions().kind(kind)
    assert told is not None
    assert row.never_show.splitlines() == list(told.never_show)
    assert (row.follow_up_on - row.until_on).days == told.follow_up_days
    assert {one.by for one in told.lines} == {"before", "on", "after"}


def test_a_line_is_ticked_and_taken_back_and_a_strange_one_refused(acting: Cast) -> None:
    section, row = acting.actor("section"), begun(acting)
    row = occasions.tick(section, row, "filing", done=True)
    assert row.ticks["filing"]["on"] == clock.today().isoformat()
    assert occasions.tick(section, row, "filing", done=False).ticks == {}
    with pytest.raises(Refused):
        occasions.tick(section, row, "nothing", done=True)


def test_after_looking_back_nothing_changes_any_more(acting: Cast) -> None:
    section, row = acting.actor("section"), begun(acting)
    with pytest.raises(Refused):
        occasions.follow_up(section, row, "  ")
    row = occasions.follow_up(section, row, "条件は話していない。名刺7枚。")
    assert row.followed_up_on == clock.today()
    with pytest.raises(OccasionOver):
        occasions.tick(section, row, "filing", done=True)
    with pytest.raises(OccasionOver):
        occasions.drop(section, row)


def test_days_that_contradict_are_refused(acting: Cast) -> None:
    section, today = acting.actor("section"), clock.today()
    told = VisitWanted("架空精工", "見学", acting.person("staff"), later(9), ["例示 一郎"])
    visit = announce(acting.actor("steward"), told)
    for field, wanted in (
        ("visit", OccasionWanted("tour", "見学", today, later(8), visit=visit)),
        ("kind", OccasionWanted("party", "会", today)),
        ("title", OccasionWanted("sales", " ", today)),
        ("until_on", OccasionWanted("sales", "訪問", today, later(-1))),
        ("follow_up_on", OccasionWanted("sales", "訪問", today, follow_up_on=later(-1))),
    ):
        with pytest.raises(Refused) as fault:
            occasions.begin(section, wanted)
        assert fault.value.field == field
    row = occasions.begin(section, OccasionWanted("sales", "訪問", later(3)))
    with pytest.raises(Refused):
        occasions.follow_up(section, row, "なし")


def test_both_languages_say_the_same_lines() -> None:
    ja, en = (sharing_content._occasions(lang) for lang in ("ja", "en"))
    assert [[one.id for one in kind.lines] for kind in ja.kinds] == [
        [one.id for one in kind.lines] for kind in en.kinds
    ]


def test_the_page_leads_to_everything_that_is_printed_for_it(acting: Cast) -> None:
    owner = acting.actor("owner")
    prepared = handed.prepared(owner)
    item = prepared.items.get()
    wanted = OccasionWanted("tour", "工場見学", clock.today(), partner=prepared.partner)
    row = occasions.begin(owner, wanted)
    page = acting.client("owner").get(acting.url(f"sharing/hand-overs/occasions/{row.pk}/")).content.decode()
    for path in (
        f"occasions/{row.pk}/paper/",
        "wordings/blank/visitor_pledge/pdf/",
        "places/papers/badges/",
        f"ledger/marks/{item.asset_id}/",
    ):
        assert path in page
    assert "見学コースの札" not in page


def test_everything_that_is_printed_for_it_is_one_file_and_holds_what_the_roles_open(acting: Cast) -> None:
    owner = acting.actor("owner")
    prepared = handed.prepared(owner)
    asset = prepared.items.get().asset
    assert asset is not None
    row = occasions.begin(owner, OccasionWanted("tour", "工場見学", clock.today(), partner=prepared.partner))
    address = acting.url(f"sharing/hand-overs/occasions/{row.pk}/set/")
    made = acting.client("owner").get(address).content
    marks = [one.get_title() for one in pypdfium2.PdfDocument(made).get_toc()]
    assert marks == [
        "工場見学で使う紙の一式",
        "場面の確認表",
        "来訪者の誓約書（記入用）",
        "来訪者の名札",
        "撮影禁止の掲示",
        f"{asset.number}のラベル",
    ]
    front, *sheets = pdf_pages(made)
    assert all(squeezed(one) in front for one in marks[1:])
    assert row.never_show.splitlines()[0] in sheets[0]
    assert "見学・打合せにあたり" in sheets[1]
    assert asset.number in sheets[-1]
    assert asset.name not in "".join(pdf_pages(made)), "the name of a secret is on no label"
    told = Entry.objects.order_by("-index").values_list("event", flat=True)[:2]
    assert list(told) == ["partners:occasion:printed", "ledger:asset:sheet_printed"]
    auditor = acting.client("auditor").get(address).content
    assert "ラベル" not in pdf_pages(auditor)[0]
    exhibition = acting.url(f"sharing/hand-overs/occasions/{begun(acting).pk}/set/")
    assert len(pdf_pages(acting.client("owner").get(exhibition).content)) == 2, "nobody comes to us"


def test_what_nobody_compared_for_a_year_says_so_where_it_is_used(
    acting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = acting.client("owner")
    addresses = [
        reverse(f"partners:{name}", kwargs={"organisation": acting.here})
        for name in ("policy", "occasions", "moulds", "wordings")
    ]
    said = "確かめてから1年が過ぎています"
    for days, is_said in ((36_500, False), (-1, True)):
        monkeypatch.setattr(freshness, "FRESH_DAYS", days)
        assert [said in client.get(address).content.decode() for address in addresses] == [is_said] * 4
