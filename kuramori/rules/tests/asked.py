"""The shipped policy, a question with an ordinary answer, and hypothesis' strategies for any question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from kuramori.rules.sharing.inputs import (
    Agreement,
    Assurance,
    Direction,
    Inputs,
    Layer,
    Medium,
    Place,
    Tag,
)
from kuramori.rules.sharing.policy_file import read_policy

FILE: Final = Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "sharing" / "policy.yaml"
TEXT: Final = FILE.read_text(encoding="utf-8")
POLICY: Final = read_policy(TEXT, "policy.yaml")
ON: Final = date(2026, 11, 24)
COVERING: Final = Agreement(date(2026, 4, 1), date(2027, 3, 31), None, True, True, True)
ORDINARY: Final = Inputs(
    layer=Layer.NDA,
    required_assurance=None,
    tags=frozenset(),
    direction=Direction.TO_SUPPLIER,
    tier=1,
    agreement=COVERING,
    assurance=Assurance(3, 3, date(2026, 10, 1)),
    open_critical_gaps=0,
    owner_consent=False,
    place=Place.THEIRS,
    medium=Medium.FILE,
    on=ON,
)


def asked(**changed: Any) -> Inputs:
    """The ordinary question (nda, covered, 専門家確認, first tier) with changes; ``level`` sets both axes."""
    if "level" in changed:
        level = changed.pop("level")
        changed["assurance"] = Assurance(level, level, date(2026, 10, 1))
    return replace(ORDINARY, **changed)


days = st.dates(date(2020, 1, 1), ON + timedelta(days=800))


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    from_on = draw(days)
    later = st.none() | st.dates(from_on, date(2032, 1, 1))
    truths = [draw(st.booleans()) for _ in range(4)]
    return Agreement(from_on, draw(later), draw(later), *truths)


assurances = st.builds(Assurance, st.integers(0, 4), st.integers(0, 4), st.dates(date(2022, 1, 1), ON))

questions = st.builds(
    Inputs,
    layer=st.sampled_from(Layer),
    required_assurance=st.none() | st.integers(0, 4),
    tags=st.frozensets(st.sampled_from(Tag), max_size=3),
    direction=st.sampled_from(Direction),
    tier=st.integers(1, 4),
    agreement=st.none() | agreements() | st.just(COVERING),
    assurance=st.none() | assurances,
    open_critical_gaps=st.integers(0, 2),
    owner_consent=st.booleans(),
    place=st.sampled_from(Place),
    medium=st.sampled_from(Medium),
    on=st.just(ON),
)
