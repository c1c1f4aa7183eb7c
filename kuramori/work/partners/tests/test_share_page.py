"""The share page: one person, one code, one confirmation, pages with their name across each; nothing else opens."""

from __future__ import annotations

import dataclasses
import datetime
import io

import pytest
from django.test import Client
from django_scopes import scope
from PIL import Image

from kuramori.ground.people.leave import leave
from kuramori.ground.people.models import Link
from kuramori.ground.trail import read as trail
from kuramori.outside import clock
from kuramori.outside.tests.storage import ACCESS, SECRET, storage_serving
from kuramori.work.ledger.models import Use
from kuramori.work.partners import agreeing, hand_over
from kuramori.work.partners.models import (
    Attempt,
    HandOver,
    HandOverState,
    PageView,
    Recipient,
    ShownAs,
    Tried,
)
from kuramori.work.partners.reading import share_upward
from kuramori.work.partners.sharing_page import opening, pouring, viewing
from kuramori.work.partners.sharing_page.standing import Closed
from kuramori.work.partners.tests import shared as making
from kuramori.work.partners.tests.shared import Share
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def share(acting: Cast, settings) -> Share:
    """A share page of 架空精工 for one person at 仮想重機."""
    settings.INSTANCE = making.reachable()
    return making.shared(acting.actor("owner"))


def _is_marked(picture: bytes) -> bool:
    """Whether words lie across the whole of an empty page: in each of nine parts, dark and light."""
    grey = Image.open(io.BytesIO(picture)).convert("L")
    across, down = grey.size
    parts = [
        grey.crop((across * x // 3, down * y // 3, across * (x + 1) // 3, down * (y + 1) // 3))
        for x in range(3)
        for y in range(3)
    ]
    return all(part.getextrema()[0] < 220 for part in parts)


def _tried(share: Share) -> set[str]:
    return set(Attempt.everywhere.filter(recipient=share.person).values_list("kind", flat=True))


def test_somebody_at_the_partner_confirms_the_terms_and_looks_at_marked_pages(share: Share) -> None:
    client = share.enter()
    terms = client.get(share.url()).content.decode()
    assert "この契約の条件で受け取ります" in terms
    assert share.item.name in terms
    assert client.get(share.at()).url == share.url()
    assert client.get(share.at("pages/1/")).status_code == 403
    share.confirm()
    assert (share.row.state, share.row.handed_on) == (HandOverState.OUT, clock.today())
    page = client.get(share.at()).content.decode()
    assert page.count("<img") == 2
    for number in (1, 2):
        picture = client.get(share.at(f"pages/{number}/"))
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
        assert _is_marked(picture.content)
        words = Image.open(io.BytesIO(picture.content)).info["comment"].decode()
        assert all(told in words for told in ("仮想重機株式会社", "仮想 三郎", making.ADDRESS, "T-0001"))
    assert client.get(share.at("pages/3/")).status_code == 404
    large = client.get(share.at("pages/1/large/"))
    assert Image.open(io.BytesIO(large.content)).size[0] == 2400
    assert _is_marked(large.content)


def test_each_look_is_a_row_and_an_entry_before_it_leaves(share: Share) -> None:
    client = share.confirm()
    for _again in range(2):
        assert client.get(share.at("pages/2/")).status_code == 200
    assert list(PageView.objects.values_list("page", "as_copy")) == [(2, False), (2, False)]
    said = [
        line.sentence
        for line in trail.lines(share.owner.organisation.pk)
        if line.event.endswith("page_viewed")
    ]
    assert said == [f"仮想 三郎さんが提供T-0001の{share.item.number}の2ページを見ました。"] * 2


def test_looking_at_the_link_uses_nothing_up(share: Share) -> None:
    code = share.code()
    for path in (share.url(""), share.url(), share.at(), share.at("pages/1/"), share.at("copy/")):
        for _again in range(3):
            Client().get(path)
    assert share.client.post(share.url("code/"), {"code": code}).status_code == 302
    assert not PageView.objects.exists()


def test_a_code_that_was_used_opens_nothing_a_second_time(share: Share) -> None:
    code = share.code()
    assert share.client.post(share.url("code/"), {"code": code}).status_code == 302
    other = Client()
    assert other.post(share.url("code/"), {"code": code}).status_code == 400
    assert other.get(share.at("pages/1/")).status_code == 403
    assert "違う確認コード" in " ".join(line.sentence for line in _log(share))


def _log(share: Share) -> tuple[trail.Line, ...]:
    return trail.lines(share.owner.organisation.pk, kind="link", thing_id=share.issued.link.pk)


def test_a_forwarded_link_opens_nothing_and_the_sender_sees_it(share: Share, acting: Cast) -> None:
    forwarded = Client()
    assert forwarded.get(share.url()).url == share.url("")
    answer = forwarded.get(share.at("pages/1/"))
    assert (answer.status_code, answer.content) == (403, b"")
    page = acting.client("owner").get(acting.url(f"sharing/share-pages/{share.row.pk}/")).content.decode()
    assert str(Tried.WITHOUT_CODE.label) in page


def test_the_cookie_of_one_person_opens_nothing_of_another(share: Share, acting: Cast) -> None:
    share.confirm()
    with scope(organisation=share.owner.organisation):
        someone = Recipient.objects.create(
            organisation=share.owner.organisation,
            hand_over=share.row,
            contact=making.handed.contact(share.owner, name="仮想 四郎"),
            name="仮想 四郎",
        )
        theirs = opening.let_in(share.owner, someone)
    path = f"/link/{theirs.secret}/share/items/{share.item.pk}/pages/1/"
    kept = share.client.cookies["kura_link"].value
    assert share.client.get(path, headers={"cookie": f"kura_link={kept}"}).status_code == 403


def test_parts_headers_and_what_is_fetched_ahead_get_no_content(share: Share) -> None:
    client = share.confirm()
    path = share.at("pages/1/")
    assert client.head(path).status_code == 416
    assert client.head(path).content == b""
    for given, status in (
        ({"range": "bytes=0-99"}, 416),
        ({"sec-purpose": "prefetch;prerender"}, 403),
        ({"purpose": "prefetch"}, 403),
    ):
        answer = client.get(path, headers=given)
        assert (answer.status_code, answer.content) == (status, b"")
    assert client.post(path).status_code == 405
    assert not PageView.objects.exists()
    assert _tried(share) >= {Tried.PART, Tried.AHEAD}


def test_taking_it_back_ends_it_at_once_and_says_why(share: Share) -> None:
    client = share.confirm()
    assert client.get(share.at("pages/1/")).status_code == 200
    opening.shut_out(share.owner, share.person)
    assert client.get(share.at("pages/1/")).status_code == 410
    page = client.get(share.url("")).url
    assert "取りやめ" in client.get(page).content.decode()
    assert PageView.objects.count() == 1
    assert Tried.AFTER_END in _tried(share)


def test_taking_it_back_while_a_page_is_being_drawn_keeps_the_page_back(
    share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = share.confirm()

    def slowly(page: bytes, _words: str) -> bytes:
        opening.shut_out(share.owner, share.person)
        return page

    monkeypatch.setattr(viewing, "watermarked", slowly)
    answer = client.get(share.at("pages/1/"))
    assert (answer.status_code, answer.content) == (403, b"")
    assert not PageView.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("stopped", "この提供は取りやめになりました"),
        ("withdrawn", "この方への提供は取りやめになりました"),
        ("expired", "見られる期限が過ぎました"),
        ("contact", "この方への提供は取りやめになりました"),
        ("closed", "返還・廃棄まで済みました"),
    ],
)
def test_what_ended_tells_why_and_shows_nothing(share: Share, spoil: str, said: str) -> None:
    client = share.confirm()
    _spoil(share, spoil)
    answer = client.get(share.at("pages/1/"))
    assert answer.status_code in (403, 410)
    assert b"JFIF" not in answer.content
    assert said in client.get(share.url()).content.decode()


def _spoil(share: Share, how: str) -> None:
    today = clock.today()
    if how == "stopped":
        hand_over.stop(share.owner, share.row, "図面を間違えた")
        share.issued.link.refresh_from_db()
        assert share.issued.link.revoked_at is not None
    elif how == "withdrawn":
        Recipient.objects.filter(pk=share.person.pk).update(withdrawn_at=clock.now())
    elif how == "expired":
        HandOver.objects.filter(pk=share.row.pk).update(
            handed_on=None, expires_on=today.replace(year=today.year - 1)
        )
    elif how == "contact":
        assert share.person.contact is not None
        share.person.contact.retired_on = today
        share.person.contact.save()
    else:
        HandOver.objects.filter(pk=share.row.pk).update(state=HandOverState.CLOSED)


def test_one_that_ran_out_is_something_to_decide_and_nothing_is_deleted(share: Share) -> None:
    share.confirm()
    assert not share_upward.next_actions(share.owner)
    _spoil(share, "expired")
    told = share_upward.next_actions(share.owner)
    assert [one.title for one in told] == ["T-0001 の共有ページの期限が過ぎた（仮想重機株式会社）"]
    share.item.refresh_from_db()
    assert share.item.content_id is not None
    assert share.row.recipients.get().link is not None


def test_an_agreement_that_ends_closes_it_at_the_next_request(share: Share) -> None:
    client = share.confirm()
    assert client.get(share.at("pages/1/")).status_code == 200
    agreement = share.row.agreement
    assert agreement is not None
    ended = {**making.handed.agreed.NDA, "ended_on": clock.today() - datetime.timedelta(days=1)}
    agreeing.change_terms(share.owner, agreement, ended, revision=agreement.revision, reason="合意して終えた")
    answer = client.get(share.at("pages/1/"))
    assert (answer.status_code, answer.content) == (403, b"")
    assert "お見せできません" in client.get(share.url()).content.decode()


def test_terms_that_changed_meanwhile_are_confirmed_anew(share: Share) -> None:
    client = share.enter()
    answer = client.post(share.url("share/confirm/"), {"shown": "0" * 64})
    assert answer.status_code == 409
    assert not Recipient.objects.get(pk=share.person.pk).accepted_id
    share.confirm()
    HandOver.objects.filter(pk=share.row.pk).update(purpose="別の目的")
    share.row.refresh_from_db()
    opening.freeze_terms(share.owner, share.row)
    assert client.get(share.at("pages/1/")).status_code == 403
    assert "この契約の条件で受け取ります" in client.get(share.url()).content.decode()


def test_the_ledger_tells_that_it_was_opened_to_them(share: Share) -> None:
    assert Use.objects.get().purpose.startswith("提供 T-0001")


def test_five_wrong_codes_lock_the_person_and_the_right_one_too(share: Share) -> None:
    code, browser = share.code(), Client()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1, 0):
        assert browser.post(share.url("code/"), {"code": wrong}).status_code == 400, left
    assert browser.post(share.url("code/"), {"code": code}).status_code == 429
    assert browser.get(share.at("pages/1/")).status_code == 403


def test_whoever_gave_it_and_leaves_takes_their_links_along(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("steward"))
    client = share.confirm()
    yesterday = clock.today() - datetime.timedelta(days=1)
    leave(acting.actor("owner"), acting.person("steward"), until_on=yesterday)
    assert client.get(share.at("pages/1/")).status_code == 410
    assert Link.everywhere.get(pk=share.issued.link.pk).revoked_at is not None


def test_a_copy_bears_the_mark_and_their_name_and_is_never_the_file(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"), shown_as=ShownAs.COPY)
    assert share.enter().get(share.at("copy/")).status_code == 403
    client = share.confirm()
    answer = client.get(share.at("copy/"))
    made = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert made != share.original
    assert share.original not in made
    assert PageView.objects.get().as_copy
    assert client.get(share.at("copy/"), headers={"range": "bytes=0-"}).status_code == 416


def test_taking_it_back_while_a_copy_is_on_its_way_breaks_it_off(
    acting: Cast, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INSTANCE = making.reachable()
    monkeypatch.setattr(pouring, "LOOK_EVERY_SECONDS", 0.0)
    share = making.shared(acting.actor("owner"), shown_as=ShownAs.COPY)
    answer = share.confirm().get(share.at("copy/"))
    answer.block_size = 100
    pieces = iter(answer.streaming_content)
    assert len(next(pieces)) == 100
    opening.shut_out(share.owner, share.person)
    with pytest.raises(Closed):
        next(pieces)


def test_contents_may_lie_in_storage_and_open_from_there_alone(acting: Cast, settings) -> None:
    on_disk = set((settings.DATA / "files").rglob("*"))
    with storage_serving() as there:
        files = dataclasses.replace(
            settings.INSTANCE.files,
            s3_endpoint=there.endpoint,
            s3_bucket=there.bucket,
            s3_access_key=ACCESS,
            s3_secret_key=SECRET,
            private_network=True,
        )
        settings.INSTANCE = dataclasses.replace(making.reachable(), files=files)
        share = making.shared(acting.actor("owner"))
        assert any(name.startswith("files/") for name in there.objects)
        assert all(share.original not in kept for kept in there.objects.values())
        assert set((settings.DATA / "files").rglob("*")) == on_disk
        client = share.confirm()
        there.refuse = "InternalError"
        assert client.get(share.at("pages/1/")).status_code == 503
        assert "置き場につながりません" in client.get(share.at()).content.decode()
        there.refuse = ""
        assert _is_marked(client.get(share.at("pages/1/")).content)
