"""「消してはいけないもの」: placed and lifted on a page, by owner and steward, in an elevated session."""

import pytest
from django_scopes import scope

from kuramori.ground.packs.read import public_packs
from kuramori.ground.papers.models import File
from kuramori.ground.trail.holds import UnderHold, ask, hold
from kuramori.ground.trail.models import Hold
from kuramori.outside import clock
from kuramori.work.checks.begin import begin
from tests.cast import PASSWORD


@pytest.fixture
def sheet(acting):
    return begin(acting.actor("steward"), public_packs()[0])


def test_a_sheet_a_person_a_file_or_everything_can_be_chosen(acting, sheet):
    file = File.objects.create(
        organisation=acting.organisation,
        name="図面の控え.txt",
        media_type="text/plain",
        size=3,
        sha256="0" * 64,
        stored_at=clock.now(),
        stored_by=acting.person("staff"),
    )
    page = acting.client("owner").get(acting.url("holds/")).content.decode()
    for kind, row in (("sheet", sheet), ("file", file), ("person", acting.person("staff"))):
        assert f'value="{kind}:{row.pk}"' in page
    assert f'value="organisation:{acting.organisation.pk}"' in page
    assert "図面の控え.txt" in page


def test_placed_shown_and_lifted_with_a_reason(acting, sheet):
    client = acting.client("steward")
    sent = {"subject": f"sheet:{sheet.pk}", "reason": "取引先との訴訟"}
    page = client.post(acting.url("holds/place/"), sent, follow=True).content.decode()
    assert "取引先との訴訟" in page
    assert sheet.name in page
    with pytest.raises(UnderHold):
        ask(sheet)
    lifted = client.post(
        acting.url(f"holds/{Hold.objects.get().pk}/lift/"), {"reason": "和解した"}, follow=True
    )
    assert "前に入っていたもの" in lifted.content.decode()
    ask(sheet)


def test_lifting_without_a_reason_lifts_nothing(acting, sheet):
    placed = hold(acting.actor("owner"), "訴訟", [("sheet", sheet.pk)])
    page = acting.client("owner").post(acting.url(f"holds/{placed.pk}/lift/"), {"reason": " "}, follow=True)
    assert "まだ解いていません" in page.content.decode()
    with pytest.raises(UnderHold):
        ask(sheet)


@pytest.mark.parametrize("subject", ["", "sheet:1", "nothing:here"])
def test_what_was_not_offered_is_not_taken(acting, sheet, subject):
    answer = acting.client("owner").post(acting.url("holds/place/"), {"subject": subject, "reason": "訴訟"})
    assert answer.status_code == 422
    assert not Hold.objects.exists()


def test_another_organisations_things_cannot_be_chosen_nor_its_holds_lifted(acting, sheet):
    placed = hold(acting.actor("owner"), "甲社の件", [("sheet", sheet.pk)])
    client = acting.client("owner", at=acting.there)
    with scope(organisation=acting.actor("owner", at=acting.there).organisation):
        there = client.post(
            acting.url("holds/place/", at=acting.there),
            {"subject": f"sheet:{sheet.pk}", "reason": "甲社の件"},
        )
        assert there.status_code == 422
        lift = acting.url(f"holds/{placed.pk}/lift/", at=acting.there)
        assert client.post(lift, {"reason": "x"}).status_code == 404
        assert "甲社の件" not in client.get(acting.url("holds/", at=acting.there)).content.decode()
    assert Hold.objects.get().lifted_at is None


def test_it_wants_an_elevated_session_and_the_choice_comes_back_afterwards(acting, sheet):
    client = acting.client("owner", fresh=False)
    away = client.post(
        acting.url("holds/place/"), {"subject": f"sheet:{sheet.pk}", "reason": "取引先との訴訟"}
    )
    assert away["Location"].startswith("/account/again/")
    assert not Hold.objects.exists()
    again = client.post(away["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert "取引先との訴訟" in again


def test_colleagues_without_the_right_neither_see_nor_place(acting, sheet):
    client = acting.client("section")
    assert client.get(acting.url("holds/")).status_code == 403
    assert client.post(acting.url("holds/place/"), {}).status_code == 403
