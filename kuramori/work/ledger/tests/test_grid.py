"""Cells of the table: saved by the ledger's verbs, refused in words, never over somebody else's change."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from kuramori.ground.trail.models import Entry
from kuramori.work.ledger.models import Asset, SavedView
from kuramori.work.ledger.tests import making
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.place(owner, "第2倉庫")
        return making.asset(owner, number="K-001", name="検査治具の図面")


def save(cast: Cast, client: Client, *wishes: tuple[Any, int, dict[str, str]]) -> list[dict[str, Any]]:
    rows = [{"id": str(key), "revision": revision, "cells": cells} for key, revision, cells in wishes]
    answer = client.post(
        cast.url("ledger/grid/save/"), json.dumps({"rows": rows}), content_type="application/json"
    )
    assert answer.status_code == 200
    return answer.json()["rows"]


def test_cells_are_saved_as_they_are_written_in_excel(cast: Cast, asset: Asset) -> None:
    client = cast.client("steward")
    told = {"name": "新しい名前", "place": "第2倉庫", "review_on": "令和9年4月1日", "marked": "あり"}
    (became,) = save(cast, client, (asset.pk, 1, told))
    assert became["state"] == "saved"
    assert (
        became["row"] | {"name": "新しい名前", "place": "第2倉庫", "review_on": "2027/4/1"} == became["row"]
    )
    assert became["row"]["revision"] == 2


def test_what_somebody_else_changed_first_is_not_overwritten(cast: Cast, asset: Asset) -> None:
    client = cast.client("steward")
    save(cast, client, (asset.pk, 1, {"name": "先の人"}))
    (became,) = save(cast, client, (asset.pk, 1, {"name": "後の人"}))
    assert became["state"] == "stale"
    assert "先に直しました" in became["sentence"]
    assert became["row"]["name"] == "先の人"


def test_one_refused_line_holds_up_no_other(cast: Cast, asset: Asset) -> None:
    with scope(organisation=cast.organisation):
        other = making.asset(cast.actor("owner"), number="K-002", name="別のもの")
    client = cast.client("steward")
    became = save(
        cast,
        client,
        (asset.pk, 1, {"keeper": "いない人"}),
        (other.pk, 1, {"keeper": "森下 健一"}),
        (uuid.uuid4(), 1, {"name": "x"}),
        (other.pk, 2, {"grade": "極秘"}),
        (other.pk, 2, {"name": ""}),
    )
    assert [one["state"] for one in became] == ["refused", "saved", "refused", "refused", "refused"]
    assert "見つかりません" in became[0]["sentence"]
    assert became[2]["row"] is None


def test_who_may_not_change_is_told_so_and_sees_no_secret(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        top = making.top(cast.actor("owner"), number="K-900")
    client = cast.client("staff")
    (became,) = save(cast, client, (top.pk, 1, {"name": "x"}))
    assert became["state"] == "refused"
    assert became["row"]["masked"] is True
    assert became["row"]["name"] == became["row"]["what"] == became["row"]["place"] == ""


def test_rows_come_as_they_are_asked_for_and_looks_are_noted(cast: Cast, asset: Asset) -> None:
    with scope(organisation=cast.organisation):
        making.top(cast.actor("owner"), number="K-900")
    client = cast.client("steward")
    found = client.get(cast.url("ledger/grid/rows/"), {"q": "治具"}).json()
    assert [row["number"] for row in found["data"]] == ["K-001"]
    before = Entry.objects.filter(event="ledger:asset:looked").count()
    assert client.get(cast.url("ledger/grid/rows/")).json()["last_row"] == 2
    assert Entry.objects.filter(event="ledger:asset:looked").count() == before + 1


def test_what_is_no_request_of_ours_changes_nothing(cast: Cast, asset: Asset) -> None:
    client = cast.client("steward")
    for body in ("", "[]", '{"rows": [1]}', '{"rows": [{"id": "x", "revision": 1, "cells": {}}]}'):
        answer = client.post(cast.url("ledger/grid/save/"), body, content_type="application/json")
        assert answer.status_code == 400


def test_the_page_is_a_list_with_links_where_no_script_runs(cast: Cast, asset: Asset) -> None:
    page = cast.client("steward").get(cast.url("ledger/grid/"), {"q": "治具"}).content.decode()
    assert f"/ledger/{asset.pk}/" in page
    assert "<script>" not in page


def test_views_are_ones_own_or_everybodys(cast: Cast, asset: Asset) -> None:
    steward, staff = cast.client("steward"), cast.client("staff")
    address = cast.url("ledger/grid/views/")
    steward.post(f"{address}?part=due", {"name": "今月の見直し", "shared": "on"})
    steward.post(f"{address}?q=治具", {"name": "治具だけ"})
    staff.post(address, {"name": "わたしの"})
    assert "みんなの見方" in staff.get(cast.url("ledger/grid/")).content.decode()
    assert "治具だけ" not in staff.get(cast.url("ledger/grid/")).content.decode()
    with scope(organisation=cast.organisation):
        own = SavedView.objects.get(name="治具だけ")
        shared = SavedView.objects.get(name="今月の見直し")
        assert own.asked == "q=%E6%B2%BB%E5%85%B7"
    assert staff.post(cast.url(f"ledger/grid/views/{own.pk}/drop/")).status_code == 404
    assert staff.post(cast.url(f"ledger/grid/views/{shared.pk}/drop/")).status_code == 403
    assert steward.post(cast.url(f"ledger/grid/views/{own.pk}/drop/")).status_code == 302
    steward.get(cast.url("ledger/grid/"))  # the message
    assert "治具だけ" not in steward.get(cast.url("ledger/grid/")).content.decode()
    assert staff.post(address, {"name": "x", "shared": "on"}).status_code == 403
