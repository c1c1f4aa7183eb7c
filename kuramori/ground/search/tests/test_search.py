"""The index against a plain look through every text: nothing missed, nothing found falsely, nobody else's."""

from __future__ import annotations

import random
import uuid

import pytest
from django.db import connection, transaction
from django_scopes import scope

from kuramori.ground.people.owned import CrossesTenants
from kuramori.ground.people.roles import Can
from kuramori.ground.search import find as finding
from kuramori.ground.search.find import find
from kuramori.ground.search.index import OutsideTransaction, Words, forget, index, index_all
from kuramori.ground.search.models import Text
from kuramori.ground.search.spelling import REMEMBERED, line
from kuramori.rules.tokens import grams, normal
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TOP = Can.ASSET_READ_TOP.value
PARTS = [
    "金型",
    "図面",
    "熱処理",
    "加工条件",
    "見積",
    "原価",
    "顧客",
    "A-1234",
    "AB1234CD",
    "㈱見本",
    "ｶﾅｶﾞﾀ",
    "2号炉",
    "X99/7",
    "it's",
    "100%",
    "_a_",
    "極秘",
]


@pytest.fixture
def here(cast: Cast):
    with scope(organisation=cast.organisation):
        yield cast.actor("steward")


def _lay(cast: Cast, count: int, luck: random.Random) -> list[str]:
    texts = ["".join(luck.choices([*PARTS, " ", "の"], k=luck.randint(1, 5))) for _ in range(count)]
    index_all(cast.organisation.pk, "asset", [Words(f"{at:05}", {"": text}) for at, text in enumerate(texts)])
    return texts


def _oracle(texts: list[str], asked: str, limit: int) -> list[str]:
    looked_for = normal(asked).split()
    hits = [f"{at:05}" for at, text in enumerate(texts) if all(word in normal(text) for word in looked_for)]
    return hits[:limit] if looked_for else []


@pytest.mark.parametrize("walked", [1, 7, 60, 3000])
def test_every_question_is_answered_as_a_plain_look_through_all_texts_answers_it(
    cast: Cast, here, monkeypatch: pytest.MonkeyPatch, walked: int
) -> None:
    monkeypatch.setattr(finding, "WALKED", walked)
    luck = random.Random(3)
    texts = _lay(cast, 300, luck)
    asked = [
        "金型",
        "234",
        "A-12",
        "型",
        "a",
        "'",
        "%",
        "_",
        "型図",
        "ガ",
        "金型 図面",
        "の 234",
        "無い語",
        "",
    ]
    for _ in range(120):
        text = normal(luck.choice(texts)).replace(" ", "")
        begin = luck.randrange(len(text)) if text else 0
        asked.append(text[begin : begin + luck.choice([1, 2, 2, 2, 3, 5])])
    for question in asked:
        for limit in (3, 20):
            assert [hit.thing_id for hit in find(here, question, limit=limit)] == _oracle(
                texts, question, limit
            )


def test_a_changed_text_is_found_by_its_new_words_only(cast: Cast, here) -> None:
    owner = cast.organisation.pk
    index(owner, "asset", "k1", "射出成形の加工条件")
    index(owner, "asset", "k2", "熱処理の加工条件")
    index(owner, "asset", "k1", "熱処理炉の図面")
    assert [hit.thing_id for hit in find(here, "熱処理")] == ["k1", "k2"]
    assert find(here, "射出") == ()
    index(owner, "asset", "k1", "熱処理炉の図面")
    assert Text.objects.count() == 2


def test_a_forgotten_thing_is_found_by_nothing(cast: Cast, here) -> None:
    owner = cast.organisation.pk
    index_all(
        owner, "asset", [Words("k1", {"": "K-001", TOP: "K-001 秘伝の配合"}), Words("k2", {"": "K-002"})]
    )
    forget(owner, "asset", ["k1", "unknown"])
    assert [hit.thing_id for hit in find(here, "K-00")] == ["k2"]
    assert find(here, "秘伝") == ()
    assert Text.objects.count() == 1


def test_what_only_some_may_find_is_found_by_those_alone(cast: Cast, here) -> None:
    index_all(cast.organisation.pk, "asset", [Words("k1", {"": "K-001", TOP: "K-001 秘伝の配合"})])
    staff = cast.actor("staff")
    assert [hit.thing_id for hit in find(here, "配合")] == ["k1"]
    assert find(staff, "配合") == ()
    assert find(staff, "合") == ()
    assert [hit.thing_id for hit in find(staff, "K-001")] == ["k1"]
    assert [hit.thing_id for hit in find(here, "K-001")] == ["k1"]


def test_kinds_narrow_what_is_found_and_a_page_goes_on_where_the_last_ended(cast: Cast, here) -> None:
    owner = cast.organisation.pk
    index_all(owner, "asset", [Words(f"a{at}", {"": f"金型 {at}"}) for at in range(5)])
    index(owner, "place", "p1", "金型置場")
    assert len(find(here, "金型")) == 6
    assert [hit.thing_id for hit in find(here, "金型", kinds=["place"])] == ["p1"]
    first = find(here, "金型", limit=4)
    rest = find(here, "金型", limit=4, after=first[-1].row)
    assert [hit.thing_id for hit in (*first, *rest)] == ["a0", "a1", "a2", "a3", "a4", "p1"]


def test_another_organisation_finds_nothing_of_it(cast: Cast, here) -> None:
    index(cast.organisation.pk, "asset", "k1", "金型図面")
    stranger = cast.actor("owner", at=cast.there)
    with scope(organisation=cast.other):
        assert find(stranger, "金型") == ()
        index(cast.other.pk, "asset", "m1", "金型図面")
        assert [hit.thing_id for hit in find(stranger, "金型")] == ["m1"]
        with pytest.raises(CrossesTenants):
            index(cast.organisation.pk, "asset", "k2", "金型")
    assert [hit.thing_id for hit in find(here, "金型")] == ["k1"]
    with pytest.raises(CrossesTenants):
        find(stranger, "金型")


@pytest.mark.django_db(transaction=True)
def test_an_undone_change_leaves_no_words(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        owner, thing = cast.organisation.pk, uuid.uuid4()
        with pytest.raises(OutsideTransaction):
            index(owner, "asset", thing, "金型")
        with transaction.atomic():
            index(owner, "asset", thing, "金型図面")
        with transaction.atomic():
            index(owner, "asset", thing, "熱処理")
            transaction.set_rollback(True)
        steward = cast.actor("steward")
        assert [hit.thing_id for hit in find(steward, "図面")] == [str(thing)]
        assert find(steward, "熱処理") == ()


def test_the_words_of_sqlite_stay_whole_through_changes(cast: Cast, here) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("FTS5 is SQLite's")
    luck = random.Random(5)
    for _ in range(6):
        _lay(cast, 40, luck)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words (search_words) VALUES ('integrity-check')")
        cursor.execute("SELECT count(*) FROM search_words WHERE search_words MATCH %s", ['"1x無い"'])
        assert cursor.fetchone() == (0,)


def test_a_text_is_spelt_the_same_whether_its_words_were_met_before_or_not() -> None:
    plain = normal("第1棚 A-1234/b 測定 " + "型" * (REMEMBERED + 1) + "x-9 第1棚")
    first = line(7, plain).split(" ")
    assert sorted(first) == sorted(set(first)) == sorted(line(7, plain).split(" "))
    # A sign stands as a letter of the private plane: nothing else differs from the words as they are cut.
    as_cut = {
        "".join(chr(ord(sign) % 0xE000) if sign > "\ue000" else sign for sign in word) for word in first
    }
    assert as_cut == {f"7x{gram}" for gram in grams(plain)}


def test_a_text_of_many_pages_is_found_by_its_beginning(cast: Cast, here) -> None:
    index(cast.organisation.pk, "asset", "k1", "冒頭の語 " + "あいうえお" * 10_000 + " 末尾")
    assert find(here, "冒頭")
    assert find(here, "末尾") == ()
