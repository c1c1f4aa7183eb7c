"""The pages of asking, in the order in which somebody works: level, class, draft, partners, check, approval, out."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.addresses import url_for
from kuramori.outside import clock
from kuramori.work.requests import approving, choosing, sending
from kuramori.work.requests.matching import choice_from
from kuramori.work.requests.models import Asked, AskedState, Profile, Request, RequestState, Tiering
from kuramori.work.requests.tests import asking_world
from kuramori.work.requests.tests.asking_world import suppliers

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


def _at(owner, name, **named):
    return url_for(owner, f"requests:{name}", **named)


def _form(**other):
    on = clock.today() + datetime.timedelta(days=40)
    said = asking_world.wanted()
    return {
        **{name: getattr(said, name) for name in said.__slots__ if not isinstance(getattr(said, name), bool)},
        "deadline_on": f"{on.year}/{on.month}/{on.day}",
        "disclosure": "D3",
        **other,
    }


def test_a_whole_request_goes_out_through_the_pages(acting, owner, settings):
    asking_world.with_mail(settings)
    client, other = acting.client("owner"), acting.client("steward")
    (partner, second) = suppliers(owner, "頁一金型", "頁二金型")
    assert "求める水準は、まだありません" in client.get(_at(owner, "profiles")).content.decode()
    made = client.post(
        _at(owner, "new_profile"),
        {
            "pack": "jp/meti/tics",
            "name": "図面",
            "klass": "B",
            "axis": "information",
            "level": 2,
            "why": "図面のため",
        },
    )
    profile = Profile.objects.get()
    assert made.url == _at(owner, "profile", id=profile.pk)
    page = client.get(made.url).content.decode()
    assert page.count('name="why-') == 19
    typed = {f"why-q{n:02d}": "図面のため" for n in range(1, 20)} | {
        f"level-q{n:02d}": 2 for n in range(1, 20)
    }
    head = {"name": "図面", "klass": "B", "axis": "information"}
    many = client.post(
        _at(owner, "save_profile", id=profile.pk),
        {**head, **typed, "many": 1, "many-part": "all", "many-level": 1},
    )
    assert many.content.decode().count('<option value="1" selected>') == 19
    assert Profile.objects.count() == 1
    client.post(
        _at(owner, "save_profile", id=profile.pk), {**head, **typed, "level-q19": 0, "equivalent": "tics"}
    )
    profile = Profile.objects.get(edition=2)
    assert client.post(_at(owner, "tier", id=partner.pk), {"q-info_secret": "yes"}).status_code == 302
    assert Tiering.objects.get().klass == "B"
    assert "頁一金型" in client.get(_at(owner, "tiers") + "?klass=B").content.decode()
    bad = client.post(_at(owner, "new_request") + f"?profile={profile.pk}", _form(title=""))
    assert bad.status_code == 422
    client.post(_at(owner, "new_request") + f"?profile={profile.pk}", _form(support=""))
    request = Request.objects.get()
    one = _at(owner, "request", id=request.pk)
    client.post(_at(owner, "choose", id=request.pk), {"words": "頁"})
    client.post(_at(owner, "leave_out", id=request.pk), {"asked": Asked.objects.get(partner=second).pk})
    told = client.post(_at(owner, "lint_request", id=request.pk), _form(reason="", support="説明会"))
    assert "頼むわけが書かれていません" in told.content.decode()
    held = client.post(_at(owner, "hand_in_request", id=request.pk), {"revision": 1})
    assert held.status_code == 422
    client.post(
        _at(owner, "hand_in_request", id=request.pk),
        {"revision": 1, "ok-no-support": "on", "why-no-support": "今回は説明だけ"},
    )
    assert "調達のほかの方の承認を待っています" in client.get(one).content.decode()
    other.post(_at(owner, "approve_request", id=request.pk))
    other.post(_at(owner, "send_request", id=request.pk))
    request.refresh_from_db()
    assert request.state == RequestState.SENT
    assert sending.go_on(acting.actor("steward"), request) == 1
    (asked,) = Asked.objects.filter(state=AskedState.SENT)
    listed = client.get(_at(owner, "asked", id=request.pk)).content.decode()
    assert ("頁一金型" in listed, "頁二金型" in listed) == (True, False)
    linked = client.post(_at(owner, "hand_link", id=asked.pk)).content.decode()
    assert "https://kura.example/link/" in linked
    client.post(_at(owner, "note_call", id=asked.pk), {"note": "折り返し待ち"})
    assert "折り返し待ち" in client.get(_at(owner, "asked_one", id=asked.pk)).content.decode()
    letter = client.get(_at(owner, "asked_letter", id=asked.pk))
    assert letter.content.startswith(b"%PDF")
    other.post(_at(owner, "end_request", id=request.pk), {"reason": "求めが過ぎました", "withdraw": 1})
    assert "求めが過ぎました" in client.get(one).content.decode()


def test_a_stale_form_keeps_what_was_typed(acting, owner):
    client, request = acting.client("owner"), asking_world.draft(owner)
    at = _at(owner, "change_request", id=request.pk)
    assert client.post(at, _form(revision=1, scope="一度目")).status_code == 302
    late = client.post(at, _form(revision=1, scope="二度目の範囲"))
    assert late.status_code == 409
    assert "二度目の範囲" in late.content.decode()
    assert Request.objects.get().scope == "一度目"


def test_signs_that_no_database_takes_stay_out_of_what_is_typed(acting, owner):
    client = acting.client("owner")
    suppliers(owner, "記号金型")
    request = asking_world.draft(owner)
    choosing.choose(owner, request, choice_from({"words": "記\x00号"}))
    (asked,) = Asked.objects.filter(request=request)
    assert (
        client.post(_at(owner, "note_call", id=asked.pk), {"note": "留守\x00でした\x07"}).status_code == 302
    )
    asked.refresh_from_db()
    assert asked.note == "留守でした"
    handed = approving.hand_in(owner, request, {}, revision=request.revision)
    client.post(_at(owner, "give_back_request", id=handed.pk), {"reason": "もう\x00一度"})
    handed.refresh_from_db()
    assert handed.end_reason == "もう一度"
    assert client.get(_at(owner, "tiers"), {"words": "\x00"}).status_code == 200


def test_what_is_missing_is_told_beforehand_and_reasons_stay_when_the_draft_is_refused(acting, owner):
    client, request = (
        acting.client("owner"),
        asking_world.draft(owner, deadline_on=None, call_back="", support="", named_product="見本ガード"),
    )
    suppliers(owner, "欠け金型")
    choosing.choose(owner, request, choice_from({"words": "欠け"}))
    one = client.get(_at(owner, "request", id=request.pk)).content.decode()
    assert "承認に回す前に書くこと" in one
    assert "期限を決めてください" in one
    assert "本物のお願いか確かめるための電話番号" in one
    assert "期限まで0日" not in one
    assert "回答をだれが読むか" not in one
    assert "見本ガード（同じ働きの物でもかまいません）" in one
    form = client.get(_at(owner, "change_request", id=request.pk)).content.decode()
    assert form.count("承認までに") == 4
    request = Request.objects.get()
    refused = client.post(
        _at(owner, "hand_in_request", id=request.pk),
        {"revision": request.revision, "ok-no-support": "on", "why-no-support": "今回は&説明だけ"},
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="今回は&amp;説明だけ"' in page
    assert 'name="ok-no-support" checked' in page


def test_the_help_of_the_catalogue_stands_among_what_the_letter_says(acting, owner):
    request = asking_world.draft(owner, support="", helps=("expert-visit",))
    page = acting.client("owner").get(_at(owner, "request", id=request.pk)).content.decode()
    assert "専門家派遣" in page
