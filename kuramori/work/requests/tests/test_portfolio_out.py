"""What is taken out of the portfolio: the same lines as the page, in three forms, told in the trail."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import replace

import openpyxl
import pypdfium2
import pytest
from django_scopes import scope

from kuramori.ground.jobs.models import Job
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import read as trail
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.partners.assure import Seen, record_assurance
from kuramori.work.partners.models import BasisKind
from kuramori.work.requests.models import ReplyWay, Standing
from kuramori.work.requests.portfolio_out import files, tables, taking
from kuramori.work.requests.portfolio_out.files import Form
from kuramori.work.requests.reading import portfolio_lists
from kuramori.work.requests.reading.portfolio_board import board
from kuramori.work.requests.reading.portfolio_list import Filters
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world

pytestmark = pytest.mark.django_db
LIVE = "=1+1商会"


@pytest.fixture
def owner(cast):
    return cast.actor("owner")


@pytest.fixture
def world(cast, owner):
    """One answered, one not; the third has a name that a spreadsheet would count."""
    with scope(organisation=cast.organisation):
        made = asked_world.sent(owner, ("答えた工業", "まだの工業", LIVE))
        for n, level in ((0, 2), (2, 0)):
            given = asked_world.answers(made.requirements, level)
            take_in(owner, made.asked[n], asked_world.seen(made.requirements, given), way=ReplyWay.LINK)
    return made


def _taken(owner, form, **said):
    with scope(organisation=owner.organisation):
        return taking.take_list(owner, portfolio_lists.questions(), Filters(**said), form)


def _csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_csv_has_the_lines_of_the_page_and_no_formula(cast, owner, world):
    head, *rows = _csv(_taken(owner, Form.CSV, round=str(world.request.pk), sort="-share"))
    assert head[:4] == ["会社", "区分", "回答のようす", "満たしている（%）"]
    assert [row[0] for row in rows] == ["答えた工業", f"'{LIVE}", "まだの工業"]
    assert [row[3] for row in rows] == ["100", "0", ""]
    assert rows[2][2] == "まだ開いていない"


def test_a_workbook_keeps_numbers_as_numbers_and_says_what_it_was_narrowed_to(cast, owner, world):
    book = openpyxl.load_workbook(io.BytesIO(_taken(owner, Form.XLSX, reply="answered")))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][0] == LIVE
    assert rows[1][3] == 0
    assert book.worksheets[0]["A2"].data_type == "s"
    assert ("しぼり込み", "回答のようす：回答済み") in list(book.worksheets[1].iter_rows(values_only=True))


def test_a_paper_has_every_company_and_a_map_every_part(cast, owner, world):
    with scope(organisation=cast.organisation):
        asked = portfolio_lists.questions()
        drawn = taking.take_map(owner, asked, Form.PDF, by_item=True, part="")
    told = _text(_taken(owner, Form.PDF))
    assert "答えた工業" in told
    assert LIVE in told
    assert asked.parts[0].title[:6] in _text(taking_map(owner, Form.PDF))
    assert _text(drawn)


def taking_map(owner, form):
    with scope(organisation=owner.organisation):
        return taking.take_map(owner, portfolio_lists.questions(), form, by_item=False, part="")


def test_a_map_as_a_table_has_per_cent_by_class(cast, owner, world):
    head, first, *_rest = _csv(taking_map(owner, Form.CSV))
    assert head == ["設問", "A（2社）", "合わせて（2社）"]
    assert first[1:] == ["50", "50"]


def test_what_left_is_told_with_who_what_and_how_many(cast, owner, world):
    _taken(owner, Form.CSV, reply="answered")
    with scope(organisation=cast.organisation):
        entry = Entry.objects.get(event="requests:portfolio_list:taken")
        sentence = trail.line_of(entry, "ja").sentence
    assert "（CSV、2社、回答のようす：回答済み）" in sentence


def test_nobody_takes_out_what_they_may_not_read(cast, owner, world):
    blind = replace(owner, permissions=owner.permissions - {Can.HAND_OVER_READ, Can.AGREEMENT_READ})
    head = _csv(_taken(blind, Form.CSV))[0]
    assert not [one for one in head if "極秘" in one or "確認の段階" in one]
    nobody = replace(owner, permissions=owner.permissions - {Can.REPLY_READ})
    with pytest.raises(NotAllowed):
        _taken(nobody, Form.CSV)


def test_a_long_list_is_made_by_the_worker_and_handed_to_whoever_asked(cast, owner, world, monkeypatch):
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    monkeypatch.setattr(tables, "PORTION", 1)
    page = cast.url("requests/portfolio/list/")
    client = cast.client("owner")
    answer = client.post(f"{page}take/", {"form": "csv", "reply": "answered", "sort": "name"})
    job = Job.objects.get(kind=taking.KIND)
    assert answer["Location"].endswith(f"/list/made/{job.pk}/")
    assert client.get(answer["Location"]).status_code == 200
    seen = []
    made = taking.make_list(
        organisation_id=str(job.organisation_id),
        person_id=str(job.person_id),
        progress=lambda done, total: seen.append((done, total)),
        **job.arguments,
    )
    names = {row[0] for row in _csv(b"".join(made.content))[1:]}
    assert names == {"答えた工業", f"'{LIVE}"}
    assert seen[-1] == (2, 2)
    with scope(organisation=cast.organisation), pytest.raises(NotAllowed):
        taking.fetch(cast.actor("steward"), job)


def test_too_many_for_paper_is_said_before_anything_is_made(cast, owner, world, monkeypatch):
    monkeypatch.setattr(files, "MOST_ON_PAPER", 1)
    with pytest.raises(taking.TooLong):
        _taken(owner, Form.PDF)
    answer = cast.client("owner").post(
        cast.url("requests/portfolio/list/take/"), {"form": "pdf"}, follow=True
    )
    assert "1社まで" in answer.content.decode()


def _text(content):
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_page_for_the_board_opens_says_when_few_answered_and_fits_one_sheet(cast, owner, world):
    client, page = cast.client("owner"), cast.url("requests/portfolio/board/")
    body = client.get(page).content.decode()
    assert "答えたのは2社だけです" in body
    assert "答えのない1社に" in body
    paper = client.post(f"{page}take/").content
    assert len(pypdfium2.PdfDocument(paper)) == 1
    assert "答えたのは2社だけです" in _text(paper)


def test_what_ends_is_listed_with_its_links_the_soonest_first(cast, owner, world):
    soon = clock.today() + datetime.timedelta(days=20)
    with scope(organisation=cast.organisation):
        Standing.objects.filter(partner__name="答えた工業").update(valid_until=soon)
        seen = Seen(2, 2, clock.today(), BasisKind.BY_HAND, words="ISMSの認証", valid_until=soon)
        record_assurance(owner, world.asked[1].partner, seen)
        shown = board(owner, portfolio_lists.questions())
        assert [(one.kind, one.numbers) for one in shown.ends] == [
            ("replies", (1, 0, 0)),
            ("seen", (1, 0, 0)),
            ("agreements", (0, 0, 0)),
        ]
    client, page = cast.client("owner"), cast.url("requests/portfolio/ending/")
    body = client.get(page).content.decode()
    assert "答えた工業" in body
    assert "あと20日" in body
    assert "ISMSの認証" in client.get(page, {"kind": "seen"}).content.decode()
    assert client.get(page, {"kind": "agreements", "page": "x"}).status_code == 200
