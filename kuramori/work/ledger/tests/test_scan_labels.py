"""Labels in a scan: the house's own sensitivity labels are understood, and carriers that disagree are told."""

from __future__ import annotations

import pytest

from kuramori.press.scan.plan import Reading, WordHit
from kuramori.rules import marks
from kuramori.work.ledger.scanning.judging import Found, judge
from kuramori.work.ledger.scanning.known import Known, KnownAsset, built_in_marks

SITE, OTHER_SITE = "11111111-1111-4111-8111-111111111111", "99999999-9999-4999-8999-999999999999"
TOP, INTERNAL = "aaaaaaaa-0000-4000-8000-000000000001", "AAAAAAAA-0000-4000-8000-000000000002"
KNOWN = Known(
    built_in_marks(),
    assets={0: KnownAsset("K-001", "secret")},
    has_ledger=True,
    site=SITE,
    labels={TOP: "top", INTERNAL: "internal"},
)


def sensitivity(
    guid: str, site: str = SITE, name: str = "Restricted", **more: str
) -> list[tuple[str, str, str]]:
    told = {"Enabled": "true", "SiteId": site, "Name": name} | more
    return [("custom", f"MSIP_Label_{guid}_{key}", value) for key, value in told.items()]


def token(grade: str) -> tuple[str, str, str]:
    return ("core", "keywords", marks.token(grade, "K-001"))


def found(*carriers: tuple[str, str, str], words: tuple[WordHit, ...] = ()) -> list[Found]:
    return list(judge("/share/a.docx", Reading(carriers=carriers, words=words), KNOWN, below="/share"))


def whys(*carriers: tuple[str, str, str], words: tuple[WordHit, ...] = ()) -> list[tuple[str, object]]:
    return [(one.why, one.detail.get("word")) for one in found(*carriers, words=words)]


def in_margin(text: str) -> WordHit:
    return WordHit(KNOWN.texts.index(text), True, True, text)


def test_a_label_of_the_own_tenant_tells_its_grade_whatever_it_is_called() -> None:
    assert whys(*sensitivity(TOP)) == [("mark-in-label", "極秘")]
    assert whys(*sensitivity(INTERNAL.lower(), site=SITE.upper())) == [("mark-in-label", "社外秘")]


def test_the_newer_part_beside_the_properties_is_read_too() -> None:
    told = f'id="{{{TOP}}}" enabled="1" method="Privileged" siteId="{{{SITE}}}" removed="0"'
    assert whys(("labelinfo", "label", told)) == [("mark-in-label", "極秘")]
    assert whys(("labelinfo", "label", told.replace('removed="0"', 'removed="1"'))) == []
    assert whys(("labelinfo", "label", told.replace(SITE, OTHER_SITE))) == []


@pytest.mark.parametrize("more", [{"site": OTHER_SITE}, {"Enabled": "false"}])
def test_another_tenants_label_and_one_that_is_off_say_nothing(more: dict[str, str]) -> None:
    assert whys(*sensitivity(TOP, **more)) == []


def test_the_heaviest_of_two_carriers_counts_and_the_difference_is_told() -> None:
    (conflict,) = (one for one in found(token("internal"), *sensitivity(TOP)) if one.why == "label-conflict")
    assert (conflict.asset, conflict.at) == ("K-001", 0)
    assert conflict.detail == {"word": "極秘", "others": "社外秘"}


def test_what_is_printed_in_the_margin_is_held_to_the_label() -> None:
    assert ("label-conflict", "極秘") in whys(token("internal"), words=(in_margin("極秘"),))
    assert "label-conflict" not in dict(whys(token("internal"), words=(in_margin("社外秘"),)))


def test_two_words_for_it_in_one_margin_are_no_conflict() -> None:
    told = dict(whys(words=(in_margin("社外秘"), in_margin("confidential"))))
    assert "label-conflict" not in told


def test_a_label_that_is_new_to_a_house_makes_every_file_be_read_again() -> None:
    without = Known(built_in_marks(), assets=KNOWN.assets, has_ledger=True)
    assert without.digest() != KNOWN.digest()
