"""What the ids in an entry are called, for whom."""

from __future__ import annotations

import csv
import dataclasses
import io
import uuid

import pytest
from django.db import transaction
from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import changes, naming
from kuramori.ground.trail.record import record
from kuramori.work.ledger import events
from kuramori.work.ledger.tests import making
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
TOP = "主軸加工の送り条件"
"""The name that `making.top` gives."""


@pytest.fixture
def partner(cast: Cast) -> Partner:
    with scope(organisation=cast.organisation):
        return Partner.objects.create(organisation=cast.organisation, name="仮想重機", is_customer=True)


def told_of(cast: Cast, **facts: object) -> int:
    """An entry about an asset that points to these things."""
    with scope(organisation=cast.organisation), transaction.atomic():
        steward = cast.actor("steward")
        asset = making.asset(steward)
        told = changes.between(None, facts)
        return record(steward, events.CHANGED, kind="asset", thing_id=asset.pk, number=asset.number, **told)


def names(cast: Cast, *things: object, without: Can | None = None) -> dict[str, str]:
    with scope(organisation=cast.organisation):
        reader = cast.actor("auditor")
        if without:
            reader = dataclasses.replace(reader, permissions=reader.permissions - {without})
        return dict(naming.names(reader, [str(one) for one in things]).all_of_them)


def test_a_page_calls_a_partner_and_what_the_entry_is_about_by_their_names(cast: Cast, partner: Partner):
    index = told_of(cast, partner=partner.pk)
    page = cast.client("auditor").get(cast.url(f"trail/{index}/")).content.decode()
    assert "<dd>守るべき情報 A-001" in page
    assert "仮想重機</span>" in page


def test_a_table_tells_names_and_keeps_the_ids_that_programs_need(cast: Cast, partner: Partner):
    index = told_of(cast, partner=partner.pk)
    taken = cast.client("auditor").post(cast.url("trail/out/csv/"))
    rows = list(csv.reader(io.StringIO(b"".join(taken.streaming_content).decode("utf-8-sig"))))
    row = dict(zip(rows[0], next(one for one in rows if one[0] == str(index)), strict=True))
    assert row["何について"].startswith("守るべき情報 A-001")
    assert row["変更"] == "預けた取引先: なし → 仮想重機"
    assert uuid.UUID(row["物の番号"])


def test_whoever_may_not_read_a_room_is_told_that_a_name_is_hidden(cast: Cast, partner: Partner):
    assert names(cast, partner.pk) == {str(partner.pk): "仮想重機"}
    assert names(cast, partner.pk, without=Can.PARTNER_READ) == {str(partner.pk): str(naming.HIDDEN)}


def test_a_most_secret_asset_goes_by_its_number_whoever_reads(cast: Cast):
    with scope(organisation=cast.organisation):
        top = making.top(cast.actor("steward"))
    assert names(cast, top.pk) == {str(top.pk): top.number}
    assert top.name == TOP


def test_what_was_removed_and_what_others_have_keep_their_ids(cast: Cast, partner: Partner):
    gone = uuid.uuid4()
    assert names(cast, gone) == {}
    with scope(organisation=cast.other):
        theirs = Partner.objects.create(organisation=cast.other, name="例示商事")
    assert names(cast, theirs.pk) == {}
    index = told_of(cast, partner=gone)
    assert str(gone) in cast.client("auditor").get(cast.url(f"trail/{index}/")).content.decode()


@pytest.mark.parametrize(
    ("part", "told"),
    [("copy:{id}", "写し K-001"), ("grant:person:{id}", "K-001"), ("{id}", "K-001"), ("line:3", "")],
)
def test_a_part_of_a_thing_is_told_by_its_kind_and_name(part: str, told: str):
    one = str(uuid.uuid4())
    assert naming.parts_of(part.format(id=one), {one: "K-001"}) == told
