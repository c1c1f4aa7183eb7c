"""The pages of 提供: through the door, in order, and telling what is wrong beside what stands."""

from __future__ import annotations

import dataclasses
import io
import uuid
import zipfile
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.sharing.inputs import Medium, Place
from kuramori.work.ledger import known_then
from kuramori.work.ledger.tests import making
from kuramori.work.partners.models import CoveredAsset, HandedItem, HandOver, HandOverState, Mode, Occasion
from kuramori.work.partners.reading import hand_overs as reading
from kuramori.work.partners.reading import hand_overs_upward as upward
from kuramori.work.partners.reading import held_then
from kuramori.work.partners.tests import handed
from kuramori.work.partners.tests.decided import asked, later
from tests.cast import Cast


def at(cast: Cast, name: str, **kwargs: object) -> str:
    return reverse(f"partners:{name}", kwargs={"organisation": cast.here, **kwargs})


def send(client: Client, cast: Cast, name: str, row: Any, **data: Any) -> str:
    answer = client.post(at(cast, name, id=row.pk), data, follow=True)
    return answer.content.decode()


@pytest.fixture
def owner(acting: Cast) -> Actor:
    found = acting.actor("owner")
    handed.opened(found)
    return found


def test_the_customers_own_way_from_the_form_to_the_return(acting: Cast, owner: Actor) -> None:
    client = acting.client("owner")
    item, partner = making.asset(owner), making.partner(owner)
    contact = handed.contact(owner, partner)
    base = at(acting, "new_hand_over")
    assert partner.name in client.get(f"{base}?asset={item.pk}").content.decode()
    page = client.get(f"{base}?asset={item.pk}&partner={partner.pk}").content.decode()
    assert "PPAP" in page
    assert "社内だけで使うようになっています" in page
    form = {
        "assets": [str(item.pk)],
        "contacts": [str(contact.pk)],
        "purpose": "治具の見積り",
        "mode": "their_way",
        "way": "portal",
    }
    answer = client.post(f"{base}?partner={partner.pk}", form, follow=True)
    assert "渡す前に、あと" in answer.content.decode()
    row = HandOver.objects.get()
    assert "秘密の表示" in send(client, acting, "offer_hand_over", row)
    assert row.state == HandOverState.DRAFT
    assert "渡せます" in send(client, acting, "check_hand_over", row, code="label", done="1")
    assert "提供票" in send(client, acting, "offer_hand_over", row)
    assert "渡したことを残しました" in send(client, acting, "give_hand_over", row, carried="ポータル 受付123")
    slip = client.get(at(acting, "hand_over_slip", id=row.pk))
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(slip.content))
    assert "受領書" in text
    assert contact.name in text
    today = f"{clock.today():%Y/%m/%d}"
    signed = SimpleUploadedFile("受領書.pdf", slip.content, "application/pdf")
    person = row.recipients.get()
    after = send(client, acting, "hand_over_receipt", row, on=today, people=[str(person.pk)], file=signed)
    # What is known already is not asked for once more, only kept open to be added to.
    assert ("受け取りを記録する" in after, "受け取りの記録を足す" in after) == (False, True)
    kept = client.get(at(acting, "hand_over_receipt_file", id=row.pk))
    assert b"".join(kept.streaming_content) == slip.content
    thing = HandedItem.objects.get()
    assert "済んだ" in send(client, acting, "end_handed_item", thing, became="returned", on=today)
    row.refresh_from_db()
    assert row.state == HandOverState.CLOSED


def test_what_is_wrong_is_told_and_nothing_is_made(acting: Cast, owner: Actor) -> None:
    client, partner = acting.client("owner"), making.partner(owner)
    base = f"{at(acting, 'new_hand_over')}?partner={partner.pk}"
    answer = client.post(
        base, {"purpose": "x", "mode": "their_way", "numbers": "K-999", "expires_on": "きのう"}
    )
    assert answer.status_code == 422
    assert "K-999" in answer.content.decode()
    assert not HandOver.objects.exists()
    row = handed.prepared(owner)
    answer = client.post(at(acting, "move_hand_over_days", id=row.pk), {"expires_on": "2020/1/1"})
    assert answer.status_code == 422
    assert "渡す日より前" in answer.content.decode()


def test_what_was_asked_in_the_decision_is_not_typed_a_second_time(acting: Cast, owner: Actor) -> None:
    person = handed.contact(owner)
    row = asked(owner, contact=person, purpose="金型の見積り", place=Place.THEIRS, medium=Medium.PAPER)
    client, new = acting.client("section"), at(acting, "new_hand_over")
    about = {"partner": str(row.partner_id), "asset": str(row.asset_id), "decision": str(row.pk)}
    form = client.get(new, about).context["form"]
    assert form.initial["contacts"] == [str(person.pk)]
    assert (form.initial["purpose"], form.initial["mode"]) == ("金型の見積り", Mode.PAPER)
    assert client.get(new, about | {"decision": str(uuid.uuid4())}).status_code == 404
    assert client.get(new, about | {"decision": "x"}).status_code == 404


def test_a_denied_one_shows_its_reasons_and_what_opens_the_door(acting: Cast) -> None:
    row = handed.prepared(acting.actor("steward"))
    page = acting.client("steward").get(at(acting, "hand_over", id=row.pk)).content.decode()
    assert "秘密保持契約がありません" in page
    assert "扉を開けるには" in page


def test_a_top_secret_is_masked_for_whoever_may_not_know_it_and_shown_with_a_look(
    acting: Cast, owner: Actor
) -> None:
    item = making.top(owner, layer="nda")
    row = handed.prepared(owner, assets=[item])
    section = acting.client("section").get(at(acting, "hand_overs") + "?tab=preparing").content.decode()
    assert "伏せています" in section
    assert item.name not in section
    shown = acting.client("owner").get(at(acting, "hand_over", id=row.pk)).content.decode()
    assert item.name in shown
    assert Entry.objects.filter(thing_id=str(item.pk), event__contains="look").exists()


def test_files_get_their_mark_and_are_handed_back(acting: Cast, owner: Actor) -> None:
    row = handed.prepared(owner)
    file = SimpleUploadedFile("drawing.txt", "寸法\n".encode(), "text/plain")
    answer = acting.client("owner").post(at(acting, "stamp_item", id=row.items.get().pk), {"files": file})
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert packed.namelist()
    row.refresh_from_db()
    assert "label" in row.met
    assert len(HandedItem.objects.get().sha256) == 64


def test_what_is_out_is_listed_with_its_days_and_told_upward(acting: Cast, owner: Actor) -> None:
    row = handed.out(owner, return_by=later(20), expires_on=later(10))
    page = reading.list_page(owner)
    assert [one.number for one in page.lines] == [row.number]
    assert page.lines[0].lacks_receipt
    item = HandedItem.objects.get()
    assert [one.title for one in upward.about(owner, "asset", item.asset_id or item.pk)][1:] == [
        f"{row.number} 仮想重機株式会社"
    ]
    assert upward.about(owner, "partner", row.partner_id)
    assert {one.on for one in upward.deadlines(owner, clock.today(), later(30))} == {later(10), later(20)}
    titles = [one.title for one in upward.next_actions(owner)]
    assert any("返してもらう" in one for one in titles)
    assert any("受領書" in one for one in titles)
    assert upward.find(owner, "仮想重機")
    assert upward.indicators(owner.organisation, clock.today()).out == 1


def test_something_received_is_written_down_and_entered(acting: Cast, owner: Actor) -> None:
    client, partner = acting.client("owner"), making.partner(owner)
    where = making.place(owner)
    base = f"{at(acting, 'new_received')}?partner={partner.pk}"
    form = {
        "things": "支持板の図面｜D-7731｜B版\n試作の見本",
        "layer": "nda",
        "people": [str(owner.person_id)],
        "purpose": "試作",
        "received_on": f"{clock.today():%Y/%m/%d}",
        "medium": "file",
    }
    page = client.post(base, form, follow=True).content.decode()
    assert "D-7731" in page
    thing = HandedItem.objects.get(number="D-7731")
    entered = client.post(
        at(acting, "enter_received", id=thing.pk),
        {
            "what": "寸法",
            "grade": "secret",
            "layer": "never",
            "place": str(where.pk),
            "keeper": str(owner.person_id),
        },
        follow=True,
    )
    assert "台帳に提案しました" in entered.content.decode()
    assert client.post(base, {**form, "received_on": "2099/1/1"}).status_code == 422


def test_an_occasion_goes_from_its_kind_to_its_paper(acting: Cast) -> None:
    client = acting.client("section")
    page = client.get(at(acting, "occasions")).content.decode()
    assert "展示会・講演" in page
    form = {"title": "見本市（名古屋）", "on": f"{clock.today():%Y/%m/%d}"}
    shown = client.post(f"{at(acting, 'new_occasion')}?kind=exhibition", form, follow=True).content.decode()
    assert "見せないこと" in shown
    row = Occasion.objects.get()
    assert "確認を残しました" in send(client, acting, "tick_occasion", row, line="filing", done="1")
    paper = client.get(at(acting, "occasion_paper", id=row.pk))
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.content))
    assert "見本市（名古屋）" in text
    assert send(client, acting, "follow_up_occasion", row, found="").count("書いてください")
    assert "後の確認を残しました" in send(client, acting, "follow_up_occasion", row, found="なし")


def test_a_past_day_of_an_asset_tells_what_lay_with_whom_then(acting: Cast, owner: Actor) -> None:
    row = handed.out(owner)
    asset, agreement = HandedItem.objects.get().asset, row.agreement
    assert asset
    assert agreement
    before, then = later(-1), clock.today()
    (told,) = held_then.about_then(owner, asset.pk, then)
    assert told.title == f"{row.number} 仮想重機株式会社"
    assert "受け取る人: 仮想 三郎" in told.note
    assert "契約 " in told.note
    assert held_then.about_then(owner, asset.pk, before) == ()
    page = reverse("ledger:asset", kwargs={"organisation": acting.here, "id": asset.pk})
    for day, words in ((then, row.number), (before, "この情報を名指しした契約もありません")):
        printed = acting.client("owner").get(f"{page}print/?on={day}")
        text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(printed.content))
        assert words in text.replace("\r\n", "")
        assert "この日に取引先が知っていたこと" in text
    unread = dataclasses.replace(owner, permissions=owner.permissions - {Can.HAND_OVER_READ})
    assert known_then.told(unread, asset.pk, then) == ()
    HandedItem.objects.update(ended_on=then)
    assert "片づいた" in held_then.about_then(owner, asset.pk, then)[0].note
    assert held_then.about_then(owner, asset.pk, later(1)) == ()
    HandedItem.objects.update(ended_on=None)
    row.mode, row.expires_on = Mode.SHARE_PAGE, then
    row.save()
    assert held_then.about_then(owner, asset.pk, later(1)) == ()
    CoveredAsset.objects.create(
        organisation=owner.organisation,
        agreement=agreement,
        asset=asset,
        from_on=then,
        recorded_at=clock.now(),
    )
    titles = [one.title for one in held_then.about_then(owner, asset.pk, later(1))]
    assert titles == [f"{agreement.number} {agreement.title}"]
