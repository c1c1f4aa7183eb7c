"""What makes a pack, and what keeps one off the shelf: each fault is named with file, place and rule."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from kuramori.rules.assembling import assemble
from kuramori.rules.building import build, build_with_plain
from kuramori.rules.catalogue import Method, Pack
from kuramori.rules.digest import digest_of
from kuramori.rules.faults import Fault, Refused
from kuramori.rules.tests.small import SUM, Documents, as_files, documents

Change = Callable[[Documents], object]


def faults_of(files: dict[str, str | bytes], **more: Any) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as caught:
        build(files, **more)
    return caught.value.faults


def setting(name: str, *path: str | int, to: Any) -> Change:
    def change(made: Documents) -> None:
        here = made[name]
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = to

    return change


def removing(name: str, *path: str | int) -> Change:
    def change(made: Documents) -> None:
        here = made[name]
        for step in path[:-1]:
            here = here[step]
        del here[path[-1]]

    return change


HEAD, ITEMS, TEXTS = "pack.yaml", "items.yaml", "texts/ja.yaml"
DAMAGES: list[tuple[str, Change, str, str, str]] = [
    ("a key nobody knows", setting(HEAD, "colour", to="red"), HEAD, "colour", "unknown-key"),
    ("a missing key", removing(HEAD, "minutes"), HEAD, "minutes", "missing-key"),
    ("a version as a number", setting(HEAD, "version", to=1.0), HEAD, "version", "wants-text"),
    ("minutes as text", setting(HEAD, "minutes", to="15"), HEAD, "minutes", "wants-whole-number"),
    ("minutes as truth", setting(HEAD, "minutes", to=True), HEAD, "minutes", "wants-whole-number"),
    ("no minutes", setting(HEAD, "minutes", to=0), HEAD, "minutes", "out-of-range"),
    ("a word for true", setting(HEAD, "public_check", to="yes"), HEAD, "public_check", "wants-truth"),
    (
        "a link that runs script",
        setting(HEAD, "sources", 0, "url", to="javascript:x()"),
        HEAD,
        "sources[1].url",
        "bad-form",
    ),
    ("no source", setting(HEAD, "sources", to=[]), HEAD, "sources", "too-few"),
    ("another method", setting(HEAD, "profile", "method", to="guess"), HEAD, "profile.method", "not-one-of"),
    (
        "rounding to even",
        setting(HEAD, "profile", "rounding", to="half_even"),
        HEAD,
        "profile.rounding",
        "not-one-of",
    ),
    ("ready above best", setting(HEAD, "profile", "ready", to=4), HEAD, "profile.ready", "ready-above-best"),
    (
        "a setting of another method",
        setting(HEAD, "profile", "floor", to=0),
        HEAD,
        "profile.floor",
        "unknown-key",
    ),
    (
        "a day that no calendar has",
        setting(HEAD, "confirmed_on", to="2026-02-30"),
        HEAD,
        "confirmed_on",
        "no-such-day",
    ),
    ("a language twice", setting(HEAD, "languages", to=["ja", "ja"]), HEAD, "languages", "repeated-value"),
    (
        "a language without texts",
        setting(HEAD, "languages", to=["ja", "en"]),
        HEAD,
        "languages[2]",
        "language-missing",
    ),
    ("texts of no language", setting(HEAD, "languages", to=["en"]), TEXTS, "", "language-not-listed"),
    ("a measure twice", setting(HEAD, "measures", 1, "id", to="a"), HEAD, "measures.a.id", "duplicate-id"),
    (
        "a measure without items",
        setting(ITEMS, "items", 2, "measure", to="a"),
        HEAD,
        "measures.b",
        "unused-measure",
    ),
    (
        "a step without items",
        lambda m: m[HEAD]["steps"].append({"id": "s2"}),
        HEAD,
        "steps.s2",
        "unused-step",
    ),
    ("an item twice", setting(ITEMS, "items", 1, "id", to="i1"), ITEMS, "items.i1.id", "duplicate-id"),
    (
        "a number twice",
        setting(ITEMS, "items", 1, "number", to="1"),
        ITEMS,
        "items.i2.number",
        "duplicate-number",
    ),
    (
        "an unknown measure",
        setting(ITEMS, "items", 0, "measure", to="z"),
        ITEMS,
        "items.i1.measure",
        "unknown-measure",
    ),
    ("an unknown step", setting(ITEMS, "items", 0, "step", to="z"), ITEMS, "items.i1.step", "unknown-step"),
    (
        "an unknown field",
        setting(ITEMS, "items", 0, "fields", to=["f1", "z"]),
        ITEMS,
        "items.i1.fields[2]",
        "unknown-field",
    ),
    ("no weight", setting(ITEMS, "items", 0, "weight", to=0), ITEMS, "items.i1.weight", "out-of-range"),
    (
        "a negative weight",
        setting(ITEMS, "items", 0, "weight", to=-1),
        ITEMS,
        "items.i1.weight",
        "out-of-range",
    ),
    (
        "true as a weight",
        setting(ITEMS, "items", 0, "weight", to=True),
        ITEMS,
        "items.i1.weight",
        "wants-number",
    ),
    (
        "an action to nowhere",
        setting(ITEMS, "items", 0, "actions", 0, "reaches", to=4),
        ITEMS,
        "items.i1.actions[1].reaches",
        "reaches-out-of-range",
    ),
    (
        "an action to 0",
        setting(ITEMS, "items", 0, "actions", 0, "reaches", to=0),
        ITEMS,
        "items.i1.actions[1].reaches",
        "reaches-out-of-range",
    ),
    (
        "an unknown cost",
        setting(ITEMS, "items", 0, "actions", 0, "cost", to="free"),
        ITEMS,
        "items.i1.actions[1].cost",
        "not-one-of",
    ),
    (
        "yen for nothing",
        setting(ITEMS, "items", 0, "actions", 0, "yen", to=500),
        ITEMS,
        "items.i1.actions[1].yen",
        "cost-and-yen",
    ),
    (
        "a cost of 0 yen",
        setting(ITEMS, "items", 0, "actions", 0, "cost", to="low"),
        ITEMS,
        "items.i1.actions[1].yen",
        "cost-and-yen",
    ),
    (
        "nothing for an unknown price",
        setting(ITEMS, "items", 0, "actions", 0, "yen", to=None),
        ITEMS,
        "items.i1.actions[1].yen",
        "cost-and-yen",
    ),
    (
        "a question of nothing",
        setting(TEXTS, "items", "i1", "question", to=""),
        TEXTS,
        "items.i1.question",
        "empty-text",
    ),
    ("a missing item text", removing(TEXTS, "items", "i2"), TEXTS, "items.i2", "text-missing"),
    (
        "a text for no item",
        lambda m: m[TEXTS]["items"].update(i9=m[TEXTS]["items"]["i1"]),
        TEXTS,
        "items.i9",
        "text-without-use",
    ),
    ("a missing measure text", removing(TEXTS, "measures", "b"), TEXTS, "measures.b", "text-missing"),
    ("a missing field text", removing(TEXTS, "fields", "f1"), TEXTS, "fields.f1", "text-missing"),
    (
        "a blank question",
        setting(TEXTS, "items", "i1", "question", to=" \u3000"),
        TEXTS,
        "items.i1.question",
        "empty-text",
    ),
    (
        "a missing question",
        removing(TEXTS, "items", "i1", "question"),
        TEXTS,
        "items.i1.question",
        "missing-key",
    ),
    (
        "a level without text",
        removing(TEXTS, "items", "i1", "levels", "2"),
        TEXTS,
        "items.i1.levels.2",
        "level-text-missing",
    ),
    (
        "a level too many",
        setting(TEXTS, "items", "i1", "levels", "4", to="x"),
        TEXTS,
        "items.i1.levels.4",
        "level-text-extra",
    ),
    ("a level without name", removing(TEXTS, "levels", "3"), TEXTS, "levels.3", "level-text-missing"),
    (
        "N/A without words",
        setting(TEXTS, "items", "i3", "na", to=None),
        TEXTS,
        "items.i3.na",
        "na-text-missing",
    ),
    (
        "words for a forbidden N/A",
        setting(TEXTS, "items", "i1", "na", to="x"),
        TEXTS,
        "items.i1.na",
        "na-text-extra",
    ),
    (
        "an action without words",
        setting(TEXTS, "items", "i1", "actions", to=[]),
        TEXTS,
        "items.i1.actions",
        "action-count",
    ),
    (
        "a group without title",
        setting(ITEMS, "items", 0, "group", to="g"),
        TEXTS,
        "groups.g",
        "unknown-group",
    ),
    (
        "a title for no group",
        setting(TEXTS, "groups", to={"g": {"title": "x"}}),
        TEXTS,
        "groups.g",
        "text-without-use",
    ),
    ("a note of no text", setting(TEXTS, "steps_note", to=5), TEXTS, "steps_note", "wants-text"),
    ("items that are no list", setting(ITEMS, "items", to={}), ITEMS, "items", "wants-list"),
    ("an item that is no mapping", setting(ITEMS, "items", 0, to="i1"), ITEMS, "items[1]", "wants-mapping"),
    ("a text that is too long", setting(TEXTS, "title", to="x" * 2001), TEXTS, "title", "too-long"),
    (
        "too many marks",
        setting(HEAD, "measures", 0, "mark", to="x" * 11),
        HEAD,
        "measures.a.mark",
        "too-long",
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "place", "rule"), [case[1:] for case in DAMAGES], ids=[case[0] for case in DAMAGES]
)
def test_a_fault_is_named_with_file_line_place_and_rule(
    change: Change, path: str, place: str, rule: str
) -> None:
    made = documents()
    change(made)
    faults = faults_of(as_files(made))
    found = [fault for fault in faults if (fault.path, fault.place, fault.rule) == (path, place, rule)]
    assert found, [fault.full_line("en") for fault in faults]
    assert found[0].line


def test_actions_stand_in_the_order_of_what_they_reach() -> None:
    made = documents()
    action = made[ITEMS]["items"][0]["actions"][0]
    made[ITEMS]["items"][0]["actions"] = [action, {**action, "reaches": 2}]
    assert "reaches-not-rising" in {fault.rule for fault in faults_of(as_files(made))}


def test_the_line_is_the_line_in_yaml(tics_files: dict[str, bytes]) -> None:
    items = tics_files["items.yaml"].decode()
    changed = items.replace("measure: m3", "measure: m33", 1)
    line = next(n for n, text in enumerate(changed.splitlines(), 1) if "m33" in text)
    # Without the texts, which take longest to read and are not what is asked here.
    files: dict[str, str | bytes] = {"pack.yaml": tics_files["pack.yaml"], "items.yaml": changed}
    fault = next(fault for fault in faults_of(files) if fault.rule == "unknown-measure")
    assert (fault.path, fault.line, fault.place) == ("items.yaml", line, "items.q05.measure")


def test_all_faults_of_all_files_come_at_once() -> None:
    made = documents()
    del made[HEAD]["minutes"], made[ITEMS]["items"][0]["weight"], made[TEXTS]["title"]
    assert [(fault.path, fault.place) for fault in faults_of(as_files(made))] == [
        (ITEMS, "items.i1.weight"),
        (HEAD, "minutes"),
        (TEXTS, "title"),
    ]


def test_a_broken_file_does_not_hide_the_others() -> None:
    files = as_files(documents())
    files[ITEMS] = "items: [&a 1, *a]"
    files[TEXTS] = str(files[TEXTS]).replace('"title": "小さな一覧",', "")
    assert {(fault.path, fault.rule) for fault in faults_of(files)} == {
        (ITEMS, "alias"),
        (TEXTS, "missing-key"),
    }


@pytest.mark.parametrize("name", [HEAD, ITEMS])
def test_a_missing_file_is_named(name: str) -> None:
    files = as_files(documents())
    del files[name]
    assert ("missing-file", name) in [(fault.rule, fault.path) for fault in faults_of(files)]


@pytest.mark.parametrize(
    "name", ["texts/ja.yml", "text/ja.yaml", "item.yaml", "../pack.yaml", "maps/a/b.yaml"]
)
def test_a_misspelt_file_is_named(name: str) -> None:
    files = {**as_files(documents()), name: "a: 1"}
    assert ("unknown-file", name) in [(fault.rule, fault.path) for fault in faults_of(files)]


def test_the_id_is_the_folder() -> None:
    files = as_files(documents())
    assert build(files, folder="jp/test/small").id == "jp/test/small"
    fault = faults_of(files, folder="jp/other")[0]
    assert (fault.rule, fault.place) == ("id-and-folder-differ", "id")


def test_a_day_of_confirmation_in_the_future_is_found_when_today_is_told() -> None:
    files = as_files(documents())
    assert build(files, today=date(2026, 11, 1))
    rules = [fault.rule for fault in faults_of(files, today=date(2026, 10, 31))]
    assert rules == ["not-yet", "not-yet"]


EXPECT = {"answered": 3, "applicable": 2, "total": {"points": 4, "max": 6, "score": 67}}
EXAMPLE = {
    "title": "例",
    "answers_file": {"pack": "jp/test/small", "answers": {"i1": 3, "i2": 1, "i3": {"na": "ない"}}},
    "expect": {**EXPECT, "provisional": None, "measures": {"b": {"points": 0, "max": 0, "share": None}}},
}


def test_an_example_that_holds_is_accepted() -> None:
    assert build(as_files({**documents(), "examples/one.yaml": EXAMPLE}))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (setting("e", "expect", "total", "score", to=66), "expect.total.score"),
        (setting("e", "expect", "answered", to=2), "expect.answered"),
        (setting("e", "expect", "measures", "b", "share", to=0), "expect.measures.b.share"),
        (setting("e", "expect", "measures", "z", to={"points": 1, "max": 3}), "expect.measures.z"),
        (
            setting("e", "expect", "provisional", to={"points": 1, "max": 3, "score": 33}),
            "expect.provisional",
        ),
        (setting("e", "answers_file", "answers", "i1", to=4), "answers_file.answers.i1"),
        (setting("e", "answers_file", "answers", "i1", to={"na": "x"}), "answers_file.answers.i1"),
    ],
)
def test_an_example_that_does_not_hold_is_named(change: Change, place: str) -> None:
    made = documents()
    example = {"e": copy.deepcopy(EXAMPLE)}
    change(example)
    faults = faults_of(as_files({**made, "examples/one.yaml": example["e"]}))
    assert [(fault.path, fault.place) for fault in faults] == [("examples/one.yaml", place)]
    assert faults[0].line


PROFILES: list[tuple[str, dict[str, Any], str, str]] = [
    ("maturity without its settings", {"method": "maturity"}, "profile.within", "missing-key"),
    ("levels that are missing", {"method": "nested_levels"}, "profile.levels", "missing-key"),
    (
        "an item in no level",
        {"method": "nested_levels", "levels": [{"level": 1, "items": ["i1", "i2"]}]},
        "profile.levels",
        "levels-incomplete",
    ),
    (
        "levels with a gap",
        {"method": "nested_levels", "levels": [{"level": 2, "items": ["i1", "i2", "i3"]}]},
        "profile.levels[1].level",
        "level-not-rising",
    ),
    (
        "a level with an unknown item",
        {"method": "nested_levels", "levels": [{"level": 1, "items": ["i1", "i2", "i3", "i4"]}]},
        "profile.levels[1].items[4]",
        "unknown-item",
    ),
    (
        "a penalty for the best",
        {"method": "sum_with_penalties", "penalties": {"i1": {"3": 1}}},
        "profile.penalties.i1.3",
        "penalty-at-best",
    ),
    (
        "a penalty that grows",
        {"method": "sum_with_penalties", "penalties": {"i1": {"0": 1, "1": 2}}},
        "profile.penalties.i1",
        "penalty-rising",
    ),
    (
        "a penalty for an unknown item",
        {"method": "sum_with_penalties", "penalties": {"i9": {"0": 1}}},
        "profile.penalties.i9",
        "unknown-item",
    ),
]


@pytest.mark.parametrize(
    ("settings", "place", "rule"), [case[1:] for case in PROFILES], ids=[case[0] for case in PROFILES]
)
def test_a_profile_fits_its_method_and_items(settings: dict[str, Any], place: str, rule: str) -> None:
    faults = faults_of(as_files(documents(profile={**SUM, **settings})))
    assert (place, rule) in [(fault.place, fault.rule) for fault in faults]


@pytest.mark.parametrize("method", ["all_met", "nested_levels"])
def test_a_weight_that_would_be_ignored_is_refused(method: str) -> None:
    levels = [{"level": 1, "items": ["i1", "i2", "i3"]}] if method == "nested_levels" else None
    profile = {**SUM, "method": method, **({"levels": levels} if levels else {})}
    faults = faults_of(as_files(documents(profile=profile, weights={"i2": 3})))
    assert [(fault.place, fault.rule) for fault in faults] == [("items.i2.weight", "weight-not-used")]


def test_a_tenth_is_a_tenth() -> None:
    made = documents(weights={"i1": 0.1})
    assert build(as_files(made)).item("i1").weight == Fraction(1, 10)


def test_line_ends_and_a_mark_in_front_do_not_change_the_digest() -> None:
    assert digest_of({"a": "x\ny\n"}) == digest_of({"a": b"\xef\xbb\xbfx\r\ny\r\n"})
    assert (
        len({digest_of(files) for files in ({"a": "xy"}, {"a": "x", "b": "y"}, {"ab": "x"}, {"a": "x y"})})
        == 4
    )


def test_plain_values_make_the_same_pack_again() -> None:
    built = build_with_plain(as_files(documents()))
    again = assemble(built.plain, built.pack.digest)
    assert again == built.pack
    assert (again.items, again.texts, again.profile) == (
        built.pack.items,
        built.pack.texts,
        built.pack.profile,
    )


def test_the_shipped_self_check_is_whole(tics: Pack) -> None:
    assert [item.id for item in tics.items] == [f"q{n:02}" for n in range(1, 20)]
    assert [len(tics.items_of_measure(measure.id)) for measure in tics.measures] == [
        1,
        3,
        2,
        1,
        1,
        2,
        2,
        4,
        3,
    ]
    assert "".join(measure.mark for measure in tics.measures) == "①②③④⑤⑥⑦⑧⑨"
    assert [item.id for item in tics.items_of_step("first")] == [f"q{n:02}" for n in range(1, 11)]
    assert [item.id for item in tics.items if item.na_allowed] == ["q04", "q11", "q13", "q16", "q17", "q19"]
    assert len(tics.fields) == 8
    assert tics.profile.method is Method.SUM
    assert set(tics.texts) == {"ja", "en"}


def test_texts_fall_back_to_the_first_language(tics: Pack) -> None:
    assert tics.text("en").lang == "en"
    assert tics.text("fr").lang == "ja"


def test_an_id_that_is_not_there_is_a_key_error(tics: Pack) -> None:
    assert "q01" in tics
    assert "q20" not in tics
    for ask in (tics.item, tics.measure):
        with pytest.raises(KeyError):
            ask("q20")


def test_the_first_action_above_a_level_is_next(tics: Pack) -> None:
    item = tics.item("q01")
    assert [found and found[1].reaches for found in map(item.next_action, range(4))] == [2, 2, 3, None]
