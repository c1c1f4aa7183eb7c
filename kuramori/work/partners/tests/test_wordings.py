"""ひな形: filled from the terms, read again by another library, and concluded over exactly the text that was shown."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2
import pytest
from django_scopes import scope
from docx import Document

from kuramori.ground.people.codes import tell_code
from kuramori.ground.trail.models import Entry
from kuramori.work.partners import agreeing
from kuramori.work.partners.models import Agreement, AgreementKind, AgreementState, ConcludedBy
from kuramori.work.partners.tests import agreed, handed
from kuramori.work.partners.wordings import papers, shelf
from kuramori.work.partners.wordings.filling import BLANK, Filled, filled
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TERMS: dict[str, Any] = {
    "from_on": "2026-11-01",
    "until_on": "2027-10-31",
    "purposes": ["治具の共同設計"],
    "items_by": "marked",
    "oral_days": 14,
    "secrecy_from": "disclosure",
    "secrecy_years": 5,
    "survives": True,
    "subcontracting": "ask",
    "leak_hours": 24,
    "return_days": 14,
    "return_proof": True,
    "receivers": ["officers", "employees"],
    "law_court": "東京地方裁判所",
}


def _fill(name: str = "nda_mutual", **more: Any) -> Filled:
    return filled(shelf.wording(name), "架空精工株式会社", theirs="髙橋㈱𠮷野工場", terms=TERMS | more)


def test_every_term_that_is_written_down_stands_in_the_text() -> None:
    body = _fill().body
    for said in (
        "治具の共同設計",
        "14日以内",
        "5年続きます",
        "24時間以内",
        "2027年10月31日まで",
        "東京地方裁判所",
    ):
        assert said in body
    assert _fill().blanks == ()
    assert BLANK not in body.partition("甲\n")[0]
    assert "第1条（目的）" in body


def test_what_the_terms_do_not_say_is_left_blank_and_told_never_guessed() -> None:
    found = filled(shelf.wording("nda_mutual"), "架空精工", theirs="見本金型", terms={"secrecy_from": "end"})
    assert "from_on" in found.blanks
    assert "secrecy_span" in found.blanks
    assert BLANK in found.body


def test_articles_are_numbered_without_a_gap_whichever_stand() -> None:
    for more in ({}, {"no_crime": True}, {"law_court": "", "no_crime": True}):
        heads = [heading for heading, _paragraphs in _fill(**more).articles]
        assert [int(re.match(r"第(\d+)条", head).group(1)) for head in heads] == list(
            range(1, len(heads) + 1)
        )


@pytest.mark.parametrize("name", shelf.NAMES)
def test_word_and_pdf_say_the_same_when_another_library_reads_them(name: str) -> None:
    text = _fill(name)
    written = Document(io.BytesIO(papers.word(text, "架空精工株式会社")))
    said = "\n".join(
        [one.text for one in written.paragraphs]
        + [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    )
    made = pypdfium2.PdfDocument(papers.paper(text, "架空精工株式会社"))
    printed = "".join(page.get_textpage().get_text_bounded() for page in made)
    plain = re.sub(r"\s", "", printed)
    for heading, paragraphs in text.articles:
        for line in (heading, *paragraphs):
            assert line in said
            assert re.sub(r"\s", "", line) in plain
    assert text.title in said


def test_fonts_are_embedded_in_the_pdf_and_rare_letters_are_kept() -> None:
    made = papers.paper(_fill(), "架空精工株式会社")
    assert b"/FontFile" in made
    printed = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made))
    assert "髙橋㈱𠮷野工場" in re.sub(r"\s", "", printed)


def test_no_wording_calls_itself_more_than_it_is() -> None:
    for one in shelf.wordings():
        text = str(one)
        assert "公" + "式" not in text
        assert "電子署名" not in text


def test_proposals_name_only_terms_there_are_and_values_they_take() -> None:
    from kuramori.work.partners import terms_values

    for one in shelf.proposals().kinds:
        assert terms_values.clean(one.terms)


def _ready(cast: Cast) -> Agreement:
    actor = cast.actor("owner")
    row = agreed.draft(actor)
    stands = {name: value for name, value in TERMS.items() if name != "purposes"}
    return agreeing.change_terms(actor, row, stands, revision=row.revision, reason="文面のため")


def _offer(cast: Cast, row: Agreement, **more: str) -> Any:
    with scope(organisation=cast.organisation):
        contact = handed.contact(cast.actor("owner"), row.partner)
        row.refresh_from_db()
    given = {
        "ours": str(cast.person("owner").pk),
        "our_post": "代表取締役",
        "theirs": str(contact.pk),
        "their_post": "代表取締役",
        "authority": "登記事項で確かめた",
        "revision": str(row.revision),
    }
    return cast.client("owner").post(cast.url(f"sharing/wordings/agreement/{row.pk}/"), given | more)


def _through(cast: Cast, answer: Any) -> tuple[Any, str]:
    (secret,) = re.findall(r"/link/([\w-]{30,})/", answer.content.decode())[:1]
    client = cast.client()
    with scope(organisation=cast.organisation):
        from kuramori.ground.people.access import link_by_secret

        code = tell_code(cast.actor("owner"), link_by_secret(secret))
    client.post(f"/link/{secret}/code/", {"code": code})
    return client, f"/link/{secret}/agreement/"


def test_it_is_concluded_once_both_signatories_stood_for_the_same_text(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        row = _ready(cast)
    client, page = _through(cast, _offer(cast, row))
    shown = client.get(page).content.decode()
    (digest,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', shown)
    assert "電子署名" not in shown
    told = {"name": "仮想 三郎", "post": "代表取締役", "shown": digest}
    assert client.post(page, told).status_code == 422, "without saying that one may"
    assert client.post(page, told | {"may": "on", "shown": "0" * 64}).status_code == 409
    done = client.post(page, told | {"may": "on"}, follow=True).content.decode()
    assert "お相手の会社の締結を待っています" in done
    with scope(organisation=cast.organisation):
        row.refresh_from_db()
        assert row.state == AgreementState.OFFERED
    steward = cast.client("steward").post(
        cast.url(f"sharing/wordings/agreement/{row.pk}/ours/"), {"shown": digest}, follow=True
    )
    assert "本人だけが押せます" in steward.content.decode()
    cast.client("owner").post(cast.url(f"sharing/wordings/agreement/{row.pk}/ours/"), {"shown": digest})
    with scope(organisation=cast.organisation):
        row.refresh_from_db()
        assert (row.state, row.concluded_by) == (AgreementState.CONCLUDED, ConcludedBy.LINK)
        assert Entry.objects.filter(event="partners:agreement:theirs_concluded").count() == 1
    assert "締結済みです" in client.get(page).content.decode()
    assert client.get(f"{page}paper/").content.startswith(b"%PDF")


def test_a_text_with_blanks_is_offered_to_nobody(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        row = agreed.draft(cast.actor("owner"))
        agreeing.change_terms(
            cast.actor("owner"),
            row,
            {"secrecy_from": None, "secrecy_years": None},
            revision=row.revision,
            reason="空に",
        )
    answer = _offer(cast, row)
    assert answer.status_code == 422
    assert "空いているところがあります" in answer.content.decode()
    with scope(organisation=cast.organisation):
        row.refresh_from_db()
        assert row.state == AgreementState.DRAFT


def test_offering_anew_ends_the_older_link(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        row = _ready(cast)
    client, page = _through(cast, _offer(cast, row))
    _offer(cast, row)
    assert client.get(page).status_code == 410


def test_proposed_terms_fill_what_is_silent_and_change_nothing_that_was_written(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        row = agreed.draft(cast.actor("steward"))
        stood = agreed_values(row)
    client = cast.client("steward")
    page = cast.url(f"sharing/wordings/agreement/{row.pk}/propose/")
    assert "核心のノウハウ" in client.get(page).content.decode()
    client.post(page, {"kind": "know_how"}, follow=True)
    with scope(organisation=cast.organisation):
        now = agreed_values(row)
        assert {name: now[name] for name in stood} == stood
        assert now["no_reverse"] is True


def agreed_values(row: Agreement) -> dict[str, Any]:
    found = row.terms.filter(superseded_at__isnull=True).order_by("-from_on").first()
    return dict(found.values)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_agreements_own_text_can_be_taken_as_a_file(cast: Cast, form: str) -> None:
    with scope(organisation=cast.organisation):
        row = _ready(cast)
    answer = cast.client("steward").get(cast.url(f"sharing/wordings/agreement/{row.pk}/file/{form}/"))
    assert answer.content[:2] == (b"PK" if form == "docx" else b"%P")
    blank = cast.client("steward").get(cast.url(f"sharing/wordings/blank/sample_loan/{form}/"))
    assert blank.status_code == 200
    shelf_page = cast.client("steward").get(cast.url("sharing/wordings/")).content.decode()
    assert "試作品・サンプル貸与書" in shelf_page
    assert AgreementKind.SAMPLE_LOAN in shelf.wording("sample_loan").kinds
