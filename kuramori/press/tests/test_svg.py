"""The radar as SVG text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

import pytest

from kuramori.press import svg
from kuramori.press.png import png, size_of

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '</svg><script>alert(1)</script>"&'


@dataclass(frozen=True)
class Spot:
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Triangle:
    """Three spokes: full, half, and one on which nothing applies."""

    width: float = 300
    height: float = 240
    centre: tuple[float, float] = (150, 120)
    rings: tuple[tuple[tuple[float, float], ...], ...] = (
        ((150, 70), (193, 145), (107, 145)),
        ((150, 20), (236, 170), (64, 170)),
    )
    now: tuple[tuple[float, float], ...] = ((150, 20), (193, 145), (150, 120))
    then: tuple[tuple[float, float], ...] | None = ((150, 20), (236, 170), (150, 120))
    labels: tuple[Spot, ...] = (Spot(150, 12, "middle"), Spot(240, 180, "start"), Spot(60, 180, "end"))
    gaps: tuple[int, ...] = (2,)
    gap_marks: tuple[tuple[float, float], ...] = ((140, 126),)
    changed: tuple[int, ...] = (1,)


LABELS = [
    svg.Label("①", "鍵", "1問・100%"),
    svg.Label("②", "表示", "2問・50%"),
    svg.Label("③", NASTY, "対象なし"),
]
CAPTION = svg.Caption("r1", "でき具合", "① 100%、② 50%")


def _parts(text: str) -> list[tuple[str, str | None]]:
    return [(one.tag.removeprefix(SVG), one.get("class")) for one in ET.fromstring(text).iter()]  # noqa: S314


@pytest.mark.parametrize("dress", [svg.WIDE, svg.NARROW, svg.PRINT, svg.PRINT_MARKS])
def test_it_is_a_picture_with_a_title_and_a_description(dress: svg.Dress) -> None:
    root = ET.fromstring(svg.radar(Triangle(), LABELS, CAPTION, dress))  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "r1-t r1-d"
    assert [(one.get("id"), one.text) for one in root[:2]] == [
        ("r1-t", "でき具合"),
        ("r1-d", "① 100%、② 50%"),
    ]


def test_on_a_page_the_style_sheet_colours_it() -> None:
    made = svg.radar(Triangle(), LABELS, CAPTION, svg.WIDE, "radar radar--wide")
    assert "#" not in made
    classes = {css for _, css in _parts(made) if css}
    assert classes == {"radar radar--wide", "g g1", "g g3", "ax", "then", "now", "pt", "pt2", "n"}


def test_alone_it_carries_its_colours_and_its_lines() -> None:
    made = svg.radar_alone(Triangle(), LABELS, CAPTION, ["52点（28 / 54）", "これは認証ではありません。"])
    assert [css for _, css in _parts(made) if css and css != "n"] == []
    assert "52点（28 / 54）" in made
    assert "これは認証ではありません。" in made


def test_a_ring_is_drawn_only_where_something_changes_and_no_diamond_where_nothing_applies() -> None:
    tags = [tag for tag, _ in _parts(svg.radar(Triangle(), LABELS, CAPTION, svg.WIDE))]
    assert tags.count("circle") == 1
    assert tags.count("path") == 2
    assert "—" in svg.radar(Triangle(), LABELS, CAPTION, svg.WIDE)


def test_without_a_comparison_nothing_is_dashed() -> None:
    made = svg.radar(replace(Triangle(), then=None, changed=()), LABELS, CAPTION, svg.WIDE)
    assert {"then", "pt2"} & {css for _, css in _parts(made)} == set()


def test_markup_in_a_name_stays_text() -> None:
    root = ET.fromstring(svg.radar(Triangle(), LABELS, CAPTION, svg.WIDE))  # noqa: S314
    assert [one for one in root.iter() if one.tag.endswith("script")] == []
    assert NASTY.replace(" ", "") in "".join(root.itertext()).replace(" ", "")


def test_a_label_must_belong_to_each_spoke() -> None:
    with pytest.raises(ValueError, match="2 labels for 3 spokes"):
        svg.radar(Triangle(), LABELS[:2], CAPTION, svg.WIDE)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("物理的情報の管理の設定を見直す", ["①\u00a0物理的情報の", "管理の設定を見直す"]),
        ("Incident reporting and response", ["①\u00a0Incident reporting", "and response"]),
        ("短い", ["①\u00a0短い"]),
    ],
)
def test_a_long_name_is_broken_where_a_reader_would(title: str, lines: list[str]) -> None:
    labels = [LABELS[0], svg.Label("①", title, ""), LABELS[2]]
    shape = replace(Triangle(), labels=(Triangle.labels[0], Spot(110, 180, "start"), Triangle.labels[2]))
    root = ET.fromstring(svg.radar(shape, labels, CAPTION, svg.WIDE))  # noqa: S314
    second = root.findall(f"{SVG}text")[-2]
    assert [span.text for span in second if span.get("class") != "n"] == lines


def test_the_picture_has_the_width_that_was_asked_for() -> None:
    made = png(svg.radar_alone(Triangle(), LABELS, CAPTION, ["𠮷"]), width=640)
    assert size_of(made)[0] == 640


@pytest.mark.parametrize("width", [0, 15, 6001])
def test_a_width_beyond_reason_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match="16 to 6000"):
        png("<svg/>", width=width)
