"""The envelope in the safe: what is printed, what a code opens, and what voids it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from kuramori.ground.people.models import Account
from kuramori.ground.trail import keys
from kuramori.ground.trail.models import Entry
from kuramori.press.faults import PressFailed
from kuramori.site.backup import sealing
from kuramori.site.envelope import codes, paper
from kuramori.site.models import EnvelopeCode

CODE = re.compile(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}")

pytestmark = pytest.mark.django_db
PASSWORD = "a storehouse by the river"
OPENED = "site:envelope:opened"


@pytest.fixture(autouse=True)
def no_earlier_tries(db: None) -> None:
    cache.clear()


def _events() -> list[str]:
    return list(Entry.objects.order_by("index").values_list("event", flat=True))


def _renewed(account: Account) -> tuple[str, ...]:
    made = codes.drawn()
    codes.renew(account, made)
    return made


def test_a_code_sets_a_password_once_and_takes_the_second_step_away(cast) -> None:
    account = cast.account("operator")
    Authenticator.objects.create(user=account, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    first, second, *_rest = _renewed(account)
    codes.use(first, PASSWORD)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert not Authenticator.objects.filter(user=account).exists()
    with pytest.raises(codes.CodeRefused):
        codes.use(first, "another pass phrase")
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    codes.use(second, "another pass phrase")
    assert _events().count(OPENED) == 2
    assert "site:envelope:refused" in _events()


def test_a_code_is_taken_as_people_type_it(cast) -> None:
    (code, *_rest) = _renewed(cast.account("operator"))
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert codes.use(typed, PASSWORD).email == cast.account("operator").email


def test_a_new_envelope_voids_the_codes_of_the_old(cast) -> None:
    (old, *_rest) = _renewed(cast.account("operator"))
    _renewed(cast.account("operator"))
    with pytest.raises(codes.CodeRefused):
        codes.use(old, PASSWORD)


def test_a_weak_password_uses_no_code_up(cast) -> None:
    (code, *_rest) = _renewed(cast.account("operator"))
    with pytest.raises(ValidationError):
        codes.use(code, "password")
    assert OPENED not in _events()
    codes.use(code, PASSWORD)


def test_no_code_is_kept_in_the_database_or_told_in_the_trail(cast) -> None:
    made = _renewed(cast.account("operator"))
    kept = str(list(EnvelopeCode.objects.values())) + str([entry.detail for entry in Entry.objects.all()])
    assert not any(code in kept or code.replace("-", "") in kept for code in made)


def test_the_page_holds_what_is_needed_on_one_sheet(cast) -> None:
    content = paper.make(cast.account("operator"), "https://192.168.1.20:8000")
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        assert len(document) == 1
        text = "".join(document[0].get_textpage().get_text_range().split())
    identity = str(sealing.own_identity(Path(settings.DATA)))
    for needed in (
        identity,
        "https://192.168.1.20:8000",
        "/account/envelope/",
        cast.account("operator").email,
    ):
        assert needed in text
    assert EnvelopeCode.objects.count() == codes.HOW_MANY


def test_nothing_on_the_page_is_cut_off_and_each_code_stands_on_one_line(cast) -> None:
    """The key of the trail has no place to break: it once ran over the edge of the paper."""
    content = paper.make(cast.account("operator"), "https://192.168.1.20:8000")
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        page = document[0]
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        lines = text.get_text_range().splitlines()
        width = page.get_width()
    assert max(right for _left, _bottom, right, _top in boxes) < width - 40
    assert keys.log_verifier().text in "".join("".join(lines).split())
    assert sum(bool(CODE.search(line)) for line in lines) == codes.HOW_MANY


def test_the_operator_makes_one_after_confirming_who_they_are(cast) -> None:
    page = cast.client("operator")
    assert page.get(reverse("envelope:make")).status_code == 200
    assert EnvelopeCode.objects.count() == 0  # looking makes nothing
    answer = page.post(reverse("envelope:make"))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert EnvelopeCode.objects.count() == codes.HOW_MANY


def test_who_signed_in_long_ago_is_asked_again_first(cast) -> None:
    answer = cast.client("operator", fresh=False).post(reverse("envelope:make"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert EnvelopeCode.objects.count() == 0


def test_a_page_that_cannot_be_printed_leaves_the_older_envelope_good(cast, monkeypatch) -> None:
    (old, *_rest) = _renewed(cast.account("operator"))

    def broken(*_words: object, **_named: object) -> bytes:
        raise PressFailed("no paper")

    monkeypatch.setattr(paper, "pdf", broken)
    answer = cast.client("operator").post(reverse("envelope:make"), follow=True)
    assert "前の封筒は、そのまま使えます" in answer.content.decode()
    codes.use(old, PASSWORD)


def test_nobody_else_can_make_one(cast) -> None:
    assert cast.client("owner").post(reverse("envelope:make")).status_code == 404
    assert EnvelopeCode.objects.count() == 0


def test_somebody_with_the_envelope_comes_in(cast) -> None:
    (code, *_rest) = _renewed(cast.account("operator"))
    guest = cast.client()
    address = reverse("envelope:opened")
    wrong = guest.post(address, {"code": "AAAAA-AAAAA-AAAAA-AAAAA", "password": PASSWORD})
    assert "この番号は使えません" in wrong.content.decode()
    answer = guest.post(address, {"code": code, "password": PASSWORD}, follow=True)
    assert "パスワードを決め直しました" in answer.content.decode()
    email = cast.account("operator").email
    guest.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert guest.get(reverse("operating:status")).status_code == 200


def test_trying_again_and_again_is_stopped_even_with_a_right_code(cast) -> None:
    (code, *_rest) = _renewed(cast.account("operator"))
    guest = cast.client()
    for _ in range(5):
        guest.post(reverse("envelope:opened"), {"code": "A" * 20, "password": PASSWORD})
    answer = guest.post(reverse("envelope:opened"), {"code": code, "password": PASSWORD})
    assert answer.status_code == 429
    assert not Account.objects.get(pk=cast.account("operator").pk).check_password(PASSWORD)
    assert _events().count("site:envelope:refused") == 5
