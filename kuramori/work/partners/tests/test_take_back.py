"""返還・廃棄: asked for, certified word for word, and reminded of until it is over."""

from __future__ import annotations

import dataclasses
import datetime
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.codes import tell_code
from kuramori.ground.people.models import Link
from kuramori.ground.post.models import Message
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.statements.bodies import Done
from kuramori.work.partners import hand_over as verbs
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import (
    Certificate,
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Reminder,
    Side,
    StorageConfirmation,
    TakeBack,
)
from kuramori.work.partners.take_back import asking, certifying, reminding, storing
from kuramori.work.partners.take_back.told import Ended, Told
from kuramori.work.partners.tests import handed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
STRANGE = (
    ("棚.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
    ("棚.html", b"<html><script>1</script></html>"),
    ("棚.docm", b"PK\x03\x04" + b"0" * 40),
    ("棚.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 40),
    ("棚.zip", b"PK\x03\x04" + b"0" * 40),
    ("棚.txt", b"=cmd()"),
    ("棚.png", b"MZ" + b"0" * 40),
    ("棚.png.exe", b"\x89PNG\r\n\x1a\n"),
)


@pytest.fixture
def mail_is_on(settings: Any) -> None:
    mail = dataclasses.replace(settings.INSTANCE.mail, host="127.0.0.1", port=2525)
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)


@pytest.fixture
def given(cast: Cast) -> HandOver:
    """A hand-over of ours that is out."""
    actor = cast.actor("owner")
    with scope(organisation=actor.organisation):
        handed.opened(actor)
        return handed.out(actor)


def _asked(cast: Cast, given: HandOver) -> asking.Asked:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        contact = handed.contact(actor, given.partner)
        by = clock.today() + datetime.timedelta(days=14)
        return asking.ask_back(
            actor, given, list(given.items.all()), by_on=by, reason="試作が終わったため", contact=contact
        )


def _let_in(cast: Cast, asked: asking.Asked):
    """A browser of the partner's person, past the code."""
    assert asked.issued is not None
    secret = asked.issued.secret
    with scope(organisation=cast.organisation):
        code = tell_code(cast.actor("steward"), asked.issued.link)
    client = cast.client()
    assert client.post(f"/link/{secret}/code/", {"code": code}).status_code == 302
    return client, f"/link/{secret}/take-back/"


def _filled(item: HandedItem, **other: str) -> dict[str, str]:
    key = str(item.pk)
    return {
        "company": "見本金型株式会社",
        "person": "例示 一郎",
        "witness": "",
        f"done_{key}": "destroyed",
        f"method_{key}": "file:overwrite",
        f"on_{key}": clock.today().strftime("%Y/%m/%d"),
        f"reason_{key}": "",
        f"until_{key}": "",
        **other,
    }


def test_the_partner_certifies_exactly_the_text_it_saw_and_the_hand_over_closes(
    cast: Cast, given: HandOver
) -> None:
    asked = _asked(cast, given)
    client, page = _let_in(cast, asked)
    with scope(organisation=cast.organisation):
        item = given.items.get()
    assert "返還・廃棄のお願い" in client.get(page).content.decode()
    shown = client.post(page, _filled(item)).content.decode()
    (digest,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', shown)
    assert "上書き消去" in shown
    with scope(organisation=cast.organisation):
        assert not Certificate.objects.exists(), "nothing is kept before it is confirmed"
    assert client.post(page, _filled(item, shown="0" * 64)).status_code == 409
    done = client.post(page, _filled(item, shown=digest), follow=True)
    assert "証明をいただきました" in done.content.decode()
    with scope(organisation=cast.organisation):
        made = Certificate.objects.get()
        assert made.text is not None
        assert made.text.sha256 == digest
        assert made.accepted is not None
        given.refresh_from_db()
        assert given.state == HandOverState.CLOSED
        assert given.items.get().state == ItemState.DESTROYED
    pdf = client.get(f"{page}certificates/{made.pk}/")
    assert pdf.content.startswith(b"%PDF")


def test_what_is_kept_by_rule_says_why_until_when_and_that_nobody_opens_it(
    cast: Cast, given: HandOver
) -> None:
    client, page = _let_in(cast, _asked(cast, given))
    with scope(organisation=cast.organisation):
        item = given.items.get()
    key = str(item.pk)
    kept = _filled(item) | {f"done_{key}": "kept", f"method_{key}": ""}
    assert "残すわけ" in client.post(page, kept).content.decode()
    kept |= {f"reason_{key}": "税務の保存義務", f"until_{key}": "2033/3/31"}
    refused = client.post(page, kept)
    assert refused.status_code == 422
    assert "だれも開けないようにしてから" in refused.content.decode()
    shown = client.post(page, kept | {f"access_{key}": "on"}).content.decode()
    (digest,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', shown)
    client.post(page, kept | {f"access_{key}": "on", "shown": digest})
    with scope(organisation=cast.organisation):
        item.refresh_from_db()
        assert (item.state, item.kept_for) == (ItemState.KEPT, "税務の保存義務")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"on": "2999/1/1"}, "まだ来ていない日です"),
        ({"on": "2001/1/1"}, "渡した日より前の日です"),
        ({"method": ""}, "どの方法でしたか"),
        ({"done": ""}, "1つ以上選んでください"),
    ],
)
def test_a_wrong_entry_is_told_beside_its_field_and_changes_nothing(
    cast: Cast, given: HandOver, change: dict[str, str], says: str
) -> None:
    client, page = _let_in(cast, _asked(cast, given))
    with scope(organisation=cast.organisation):
        item = given.items.get()
    wrong = _filled(item) | {f"{name}_{item.pk}": value for name, value in change.items()}
    answer = client.post(page, wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with scope(organisation=cast.organisation):
        assert given.items.get().state == ItemState.OUT


def test_a_link_of_an_older_request_opens_nothing_any_more(cast: Cast, given: HandOver) -> None:
    first = _asked(cast, given)
    _asked(cast, given)
    assert first.issued is not None
    assert cast.client().get(f"/link/{first.issued.secret}/", follow=True).status_code == 410
    with scope(organisation=cast.organisation):
        assert TakeBack.objects.count() == 2


def test_a_browser_without_the_code_sees_nothing_and_posts_nothing(cast: Cast, given: HandOver) -> None:
    asked = _asked(cast, given)
    assert asked.issued is not None
    page = f"/link/{asked.issued.secret}/take-back/"
    with scope(organisation=cast.organisation):
        item = given.items.get()
    for answer in (cast.client().get(page), cast.client().post(page, _filled(item))):
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"/link/{asked.issued.secret}/")


def test_the_certificate_of_another_hand_over_is_not_found_behind_this_link(
    cast: Cast, given: HandOver
) -> None:
    client, page = _let_in(cast, _asked(cast, given))
    assert client.get(f"{page}certificates/{given.pk}/").status_code == 404


def test_only_what_went_can_be_asked_back_and_by_a_day_that_comes(cast: Cast, given: HandOver) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        items = list(given.items.all())
        with pytest.raises(Refused):
            asking.ask_back(actor, given, items, by_on=clock.today() - datetime.timedelta(days=1))
        with pytest.raises(Refused):
            asking.ask_back(actor, given, [], by_on=clock.today())
        draft = handed.prepared(cast.actor("owner"))
        with pytest.raises(verbs.WrongState):
            asking.ask_back(actor, draft, list(draft.items.all()), by_on=clock.today())
        with pytest.raises(NotAllowed):
            asking.ask_back(cast.actor("staff"), given, items, by_on=clock.today())
        assert not TakeBack.objects.exists()


def test_a_certificate_on_paper_is_recorded_with_its_scan(cast: Cast, given: HandOver) -> None:
    client = cast.client("steward")
    with scope(organisation=cast.organisation):
        item = given.items.get()
    page = cast.url(f"sharing/take-back/{given.pk}/paper/")
    without = client.post(page, _filled(item))
    assert without.status_code == 422
    scan = SimpleUploadedFile("証明書.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    client.post(page, {**_filled(item), "paper": scan}, follow=True)
    with scope(organisation=cast.organisation):
        made = Certificate.objects.get()
        assert made.paper is not None
        assert given.items.get().state == ItemState.DESTROYED


def test_we_certify_what_we_had_received(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        row = HandOver.objects.create(
            organisation=actor.organisation,
            number="U-0001",
            side=Side.RECEIVED,
            partner=handed.making.partner(actor),
            purpose="加工の見積り",
            mode="paper",
            state=HandOverState.OUT,
            handed_on=clock.today(),
            made_at=clock.now(),
        )
        item = HandedItem.objects.create(
            organisation=actor.organisation,
            hand_over=row,
            position=1,
            number="D-7",
            name="ブラケット図",
            grade="社外秘",
            layer="nda",
        )
        told = Told(
            "架空精工株式会社",
            "森下 健一",
            "",
            (Ended(item, Done.RETURNED, clock.today(), "returned:by_hand"),),
        )
        _title, _body, digest = certifying.shown_text(row.partner.name, row, told)
        made = certifying.certify_ours(actor, row, told, shown=digest)
        row.refresh_from_db()
        assert (made.side, row.state) == (Side.RECEIVED, HandOverState.CLOSED)


def test_each_step_is_mailed_once_however_often_the_schedule_runs(
    cast: Cast, given: HandOver, mail_is_on: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _asked(cast, given)
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        due = TakeBack.objects.get().by_on
        told = []
        for days in (-31, -30, -30, -8, -7, 0, 0, 7, 8):
            day = due + datetime.timedelta(days=days)
            monkeypatch.setattr(clock, "today", lambda day=day: day)
            told.append(reminding.remind(actor))
        assert told == [0, 1, 0, 0, 1, 1, 0, 1, 0]
        assert Reminder.objects.filter(kind="take_back").count() == 4


def test_a_partner_answers_once_how_things_are_kept(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        partner = handed.making.partner(actor)
        contact = handed.contact(actor, partner)
        asked = storing.ask_storage(
            actor, partner, contact, about="金型 M-12", due_on=clock.today() + datetime.timedelta(days=21)
        )
        code = tell_code(actor, asked.issued.link)
    client = cast.client()
    client.post(f"/link/{asked.issued.secret}/code/", {"code": code})
    page = f"/link/{asked.issued.secret}/storage/"
    answers = dict.fromkeys(("lock", "people", "zone", "patrol", "mark"), "yes") | {
        "place": "第2工場 金型棚",
        "by": "例示 一郎",
    }
    assert client.post(page, answers | {"lock": "maybe"}).status_code == 422
    photo = SimpleUploadedFile("棚.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "image/png")
    for name, content in STRANGE:
        refused = client.post(page, answers | {"photo": SimpleUploadedFile(name, content)})
        assert (refused.status_code, "写真か PDF" in refused.content.decode()) == (422, True), name
    with scope(organisation=actor.organisation):
        assert not File.objects.exists()
    done = client.post(page, answers | {"patrol": "no", "photo": photo}, follow=True)
    assert "答えをいただきました" in done.content.decode()
    with scope(organisation=actor.organisation):
        row = StorageConfirmation.objects.get()
        assert row.photo is not None
        assert storing.weak_points(row) == ("数や様子を定期的に見回っていますか",)
        assert storing.due_again(row) is not None
        assert Entry.objects.filter(event="partners:storage:answered").count() == 1
    inside = cast.client("steward").get(cast.url("sharing/take-back/")).content.decode()
    assert "金型 M-12" in inside


def test_everything_under_an_agreement_that_ends_is_asked_back_at_once(cast: Cast, given: HandOver) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        assert given.agreement is not None
        page = cast.url(f"sharing/take-back/agreement/{given.agreement.pk}/")
        contact = handed.contact(actor, given.partner)
    client = cast.client("steward")
    assert given.number in client.get(page).content.decode()
    by = (clock.today() + datetime.timedelta(days=10)).strftime("%Y/%m/%d")
    answer = client.post(page, {"by_on": by, "contact": str(contact.pk), "reason": "契約が終わるため"})
    assert "返還・廃棄を頼みました" in answer.content.decode()
    with scope(organisation=actor.organisation):
        assert TakeBack.objects.get().reason == "契約が終わるため"
        assert Link.objects.filter(purpose="partners:take_back").count() == 1
        assert not Message.objects.exists()
