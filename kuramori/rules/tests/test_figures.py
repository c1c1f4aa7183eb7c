"""The radar must come out as it was drawn; the coordinates below are those of the drawing."""

from __future__ import annotations

import pytest

from kuramori.rules.figures import Point, bar, radar_shape

NOW = [2 / 3, 5 / 9, 5 / 6, 1 / 3, 2 / 3, 1 / 2, 1 / 2, 4 / 9, 1 / 3]
THEN = [2 / 3, 5 / 9, 5 / 6, 2 / 3, 2 / 3, 1 / 2, 1 / 2, 5 / 9, 5 / 9]

DRAWN = {
    "wide": {
        "ring 1": (
            "375.0,208.3 417.9,223.9 440.7,263.4 432.7,308.3 397.8,337.6 "
            "352.2,337.6 317.3,308.3 309.3,263.4 332.1,223.9"
        ),
        "ring 2": (
            "375.0,141.7 460.7,172.9 506.3,251.8 490.5,341.7 420.6,400.3 "
            "329.4,400.3 259.5,341.7 243.7,251.8 289.3,172.9"
        ),
        "ring 3": (
            "375.0,75.0 503.6,121.8 572.0,240.3 548.2,375.0 443.4,462.9 "
            "306.6,462.9 201.8,375.0 178.0,240.3 246.4,121.8"
        ),
        "now": (
            "375.0,141.7 446.4,189.9 539.1,246.1 432.7,308.3 420.6,400.3 "
            "340.8,369.0 288.4,325.0 287.5,259.6 332.1,223.9"
        ),
        "then": (
            "375.0,141.7 446.4,189.9 539.1,246.1 490.5,341.7 420.6,400.3 "
            "340.8,369.0 288.4,325.0 265.6,255.7 303.6,189.9"
        ),
        "changed": "490.5,341.7 265.6,255.7 303.6,189.9",
        "labels": (
            "375.0,39.0 515.1,112.0 589.7,241.1 563.8,394.0 449.6,489.9 "
            "300.4,489.9 186.2,394.0 160.3,241.1 234.9,112.0"
        ),
        "anchors": "middle start start start start end end end end",
    },
    "narrow": {
        "ring 1": (
            "170.0,129.7 195.3,138.9 208.7,162.2 204.1,188.7 183.5,206.0 "
            "156.5,206.0 135.9,188.7 131.3,162.2 144.7,138.9"
        ),
        "ring 2": (
            "170.0,90.3 220.6,108.7 247.5,155.3 238.1,208.3 196.9,242.9 "
            "143.1,242.9 101.9,208.3 92.5,155.3 119.4,108.7"
        ),
        "ring 3": (
            "170.0,51.0 245.8,78.6 286.2,148.5 272.2,228.0 210.4,279.9 "
            "129.6,279.9 67.8,228.0 53.8,148.5 94.2,78.6"
        ),
        "now": (
            "170.0,90.3 212.1,118.8 266.8,151.9 204.1,188.7 196.9,242.9 "
            "149.8,224.4 118.9,198.5 118.4,159.9 144.7,138.9"
        ),
        "then": (
            "170.0,90.3 212.1,118.8 266.8,151.9 238.1,208.3 196.9,242.9 "
            "149.8,224.4 118.9,198.5 105.4,157.6 127.9,118.8"
        ),
        "changed": "238.1,208.3 105.4,157.6 127.9,118.8",
        "labels": (
            "170.0,43.8 255.0,74.8 300.2,153.1 284.5,242.1 215.2,300.2 "
            "124.8,300.2 55.5,242.1 39.8,153.1 85.0,74.8"
        ),
        "anchors": "middle middle middle middle middle middle middle middle middle",
    },
}


def points(text: str) -> list[Point]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def close(found: list[Point], wanted: list[Point]) -> bool:
    pairs = zip(found, wanted, strict=True)
    return all(abs(a - b) < 0.11 for one, two in pairs for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_the_radar_is_as_drawn(layout: str) -> None:
    drawing = DRAWN[layout]
    shape = radar_shape(NOW, THEN, layout)  # type: ignore[arg-type]
    for number, ring in enumerate(shape.rings, 1):
        assert close(list(ring), points(drawing[f"ring {number}"]))
    assert close(list(shape.now), points(drawing["now"]))
    assert shape.then is not None
    assert close(list(shape.then), points(drawing["then"]))
    assert close([shape.then[axis] for axis in shape.changed], points(drawing["changed"]))
    assert close([(label.x, label.y) for label in shape.labels], points(drawing["labels"]))
    assert [label.anchor for label in shape.labels] == drawing["anchors"].split()


@pytest.mark.parametrize("count", range(3, 13))
@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_three_to_twelve_axes_fit_in_the_box(count: int, layout: str) -> None:
    shape = radar_shape([1.0] * count, layout=layout)  # type: ignore[arg-type]
    assert shape.now == shape.ends
    assert len({(label.x, label.y) for label in shape.labels}) == count
    for x, y in [*shape.now, *((label.x, label.y) for label in shape.labels)]:
        assert 0 < x < shape.width
        # A second line stands 20 lower in the wide figure.
        assert 0 < y < shape.height - (20 if layout == "wide" else 0)


def test_the_first_spoke_points_up_and_the_others_follow_clockwise() -> None:
    shape = radar_shape([1.0] * 4)
    assert list(shape.now) == [(375, 75), (575, 275), (375, 475), (175, 275)]
    assert [label.anchor for label in shape.labels] == ["middle", "start", "middle", "end"]


def test_a_value_runs_linearly_from_the_centre() -> None:
    assert [radar_shape([share, 0, 0]).now[0] for share in (0, 0.25, 0.5, 1)] == [
        (375, 275),
        (375, 225),
        (375, 175),
        (375, 75),
    ]


def test_an_axis_without_a_value_is_a_gap_with_a_mark_of_its_own() -> None:
    shape = radar_shape([None, 0.5, None, 0.0], [0.5, 0.5, None, 0.0])
    assert list(shape.gaps) == [0, 2]
    assert shape.now[0] == shape.now[2] == shape.centre
    assert list(shape.gap_marks) == [(375, 255), (375, 295)]
    assert list(shape.then_gaps) == [2]
    assert list(shape.changed) == [0]


def test_without_a_second_set_nothing_changes() -> None:
    shape = radar_shape(NOW)
    assert (shape.then, shape.then_gaps, shape.changed) == (None, (), ())


@pytest.mark.parametrize("count", [0, 1, 2, 13])
def test_too_few_or_too_many_axes_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="3 to 12"):
        radar_shape([0.5] * count)


def test_sets_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="4 values"):
        radar_shape([0.5] * 3, [0.5] * 4)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_outside_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        radar_shape([share, 0, 0])


def test_a_bar_is_filled_by_its_share() -> None:
    full = bar(2 / 3, 200, 2 / 3)
    assert (full.width, full.filled, full.ready) == (200, 133.3, 133.3)
    assert bar(None, 200, 0.5).filled is None
    with pytest.raises(ValueError, match="between 0 and 1"):
        bar(2, 200, 0.5)
