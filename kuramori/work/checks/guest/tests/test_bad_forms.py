from __future__ import annotations

import pytest

from kuramori.rules.catalogue import Pack
from kuramori.work.checks.guest.tests.visitor import Page, Visitor


def _post(visitor: Visitor, **entered: str) -> Page:
    visitor.begin()
    visitor.enter(q02="3").enter(**entered)
    return visitor.press("go=next")


@pytest.mark.parametrize(
    ("entered", "names"),
    [
        ({"q99": "1"}, "設問「q99」はこのチェックリストにありません"),
        ({"q01": "4"}, "「4」は段階の範囲の外です"),
        ({"q01": "-1"}, "「-1」は段階として読めません"),
        ({"q01": "９"}, "「９」は段階として読めません"),
        ({"q01": "1" * 5000}, "段階の範囲の外です"),
        ({"q01": "na"}, "設問「q01」では「当てはまらない」を選べません"),
        ({"version": "0.0.1"}, "0.0.1"),
    ],
)
def test_a_form_that_cannot_be_read_is_answered_with_what_is_wrong_and_nothing_lost(
    visitor: Visitor, entered: dict[str, str], names: str
) -> None:
    page = _post(visitor, **entered)
    assert visitor.response.status_code == 422
    assert names in page.text
    for name, value in {"q02": "3", **entered}.items():
        assert value in page.sent(name)


def test_what_can_be_read_may_go_on(visitor: Visitor, pack: Pack) -> None:
    _post(visitor, q01="7", q99="1", version="0.0.1")
    page = visitor.press("go=stay")
    assert visitor.response.status_code == 200
    assert page.sent("q01") == []
    assert page.sent("q02") == ["3"]
    assert page.sent("version") == [pack.version]


def test_an_unknown_pack_is_named(visitor: Visitor) -> None:
    page = _post(visitor, pack="no/such/pack")
    assert visitor.response.status_code == 422
    assert "no/such/pack" in page.text


def test_markup_in_a_reason_is_text(visitor: Visitor) -> None:
    visitor.begin()
    visitor.press("go=jump:q11")
    visitor.enter(q11="na", q11_reason='"><script>alert(1)</script>').press("go=next")
    page = visitor.press("go=result")
    assert "<script>alert" not in page.html
    assert page.sent("q11.reason") == ['"><script>alert(1)</script>']


def test_control_characters_are_dropped_so_that_the_file_can_be_read_again(visitor: Visitor) -> None:
    visitor.begin()
    visitor.press("go=jump:q11")
    page = visitor.enter(q11="na", q11_reason="渡して\x00い\u202eない").press("go=next")
    assert page.sent("q11.reason") == ["渡していない"]


def test_a_reason_that_is_too_long_is_named_and_kept(visitor: Visitor) -> None:
    visitor.begin()
    visitor.press("go=jump:q11")
    page = visitor.enter(q11="na", q11_reason="長" * 501).press("go=next")
    assert "500文字まで" in page.text
    assert page.sent("q11.reason") == ["長" * 501]
