"""Where somebody is signed in: told in words, ended at once, and told in the trail."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from kuramori.ground.people.devices import in_words
from kuramori.ground.people.tests import signing

EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
ENDED = "people:account:devices_ended"
PLACE = reverse("usersessions_list")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Windows の Edge"),
        (SAFARI, "iPhone の Safari"),
        (FIREFOX, "Linux の Firefox"),
        (EDGE.replace(" Edg/131.0.0.0", ""), "Windows の Chrome"),
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Mobile SamsungBrowser/27.0",
            "Android の Samsung Internet",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) CriOS/131.0 Safari/604.1", "iPad の Chrome"),
        ("curl/8.5.0", "わからない端末"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Windows"),
        ("", "わからない端末"),
        ("<script>alert(1)</script>", "わからない端末"),
    ],
)
def test_a_browser_is_told_in_words(agent, words):
    assert in_words(agent) == words


def _signed_in(cast, agent: str, role: str = "staff"):
    client = cast.client()
    client.defaults["HTTP_USER_AGENT"] = agent
    signing.password(client, cast.account(role))
    assert client.get(cast.url()).status_code == 200
    return client


def test_every_browser_is_listed_this_one_first(cast):
    _signed_in(cast, SAFARI)
    here = _signed_in(cast, EDGE)
    page = here.get(PLACE).content.decode()

    assert page.index("Windows の Edge") < page.index("いま使っている端末") < page.index("iPhone の Safari")
    assert "127.0.0.1" in page
    assert "2台でログインしています" in here.get(reverse("account_home")).content.decode()


def test_an_ended_session_is_over_with_its_next_request(cast):
    phone, here = _signed_in(cast, SAFARI), _signed_in(cast, EDGE)
    row = UserSession.objects.get(user_agent=SAFARI)
    here.post(PLACE, {"device": row.pk})

    assert phone.get(cast.url()).status_code == 302
    assert here.get(cast.url()).status_code == 200
    assert signing.told(cast.account("staff")) == [ENDED]
    assert "iPhone" not in here.get(PLACE).content.decode()


def test_all_others_are_ended_at_once_and_this_one_stays(cast):
    others = [_signed_in(cast, SAFARI), _signed_in(cast, FIREFOX)]
    here = _signed_in(cast, EDGE)
    page = here.post(PLACE, {"all": "1"}, follow=True).content.decode()

    assert "2台のログインを終わらせました" in page
    assert [client.get(cast.url()).status_code for client in others] == [302, 302]
    assert here.get(cast.url()).status_code == 200
    assert signing.told(cast.account("staff")) == [ENDED]


def test_somebody_elses_session_cannot_be_ended(cast):
    theirs = _signed_in(cast, SAFARI, "owner")
    here = _signed_in(cast, EDGE)
    row = UserSession.objects.get(user_agent=SAFARI)
    for given in ({"device": row.pk}, {"all": "1"}):
        here.post(PLACE, given)

    assert theirs.get(cast.url()).status_code == 200
    assert signing.told(cast.account("owner")) == []
    assert signing.told(cast.account("staff")) == []


@pytest.mark.parametrize("device", ["", "x", "-1", "9" * 40, "１"])
def test_a_device_that_cannot_be_is_not_found(cast, device):
    assert _signed_in(cast, EDGE).post(PLACE, {"device": device}).status_code == 404


def test_ones_own_session_is_not_ended_from_the_list(cast):
    here = _signed_in(cast, EDGE)
    here.post(PLACE, {"device": UserSession.objects.get().pk})
    assert here.get(cast.url()).status_code == 200


def test_sessions_end_with_the_password(cast):
    phone, here = _signed_in(cast, SAFARI), _signed_in(cast, EDGE)
    new = "aozora-to-densha-77"
    given = {"oldpassword": "kura-no-kagi-2026", "password1": new, "password2": new}
    here.post(reverse("account_change_password"), given)

    assert phone.get(cast.url()).status_code == 302
    assert "iPhone" not in here.get(PLACE).content.decode()


def test_reading_pages_does_not_write_each_time(cast, django_assert_num_queries):
    here = _signed_in(cast, EDGE)
    before = UserSession.objects.get().last_seen_at
    for _ in range(3):
        here.get(cast.url())
    assert UserSession.objects.get().last_seen_at == before


def test_a_visitor_leaves_no_session(client, db):
    client.get("/")
    client.get(reverse("account_login"))
    assert not UserSession.objects.exists()
