"""Every asset against every partner, from the database: gathering in a handful of queries, deciding, and the simulator.

Floor in the same run: the same rows read and nothing decided. A page of the table (25 by 8) is measured apart, and a
thousand pairs are asked one by one to see that the answers are the same. `DATABASE_URL` measures PostgreSQL.
"""

from __future__ import annotations

import datetime
import random
import time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from bench import house
from bench.measure import arguments, spread, tell, times_ms
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.access import actor_on_command_line
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.policy import Policy
from kuramori.rules.sharing.policy_file import read_policy
from kuramori.work.ledger.models import Asset, Version
from kuramori.work.partners import bringing, deciding, policies, policy_table
from kuramori.work.partners.models import Agreement, AgreementTerms, Assurance
from kuramori.work.partners.reading import matrix, matrix_page, terms

SEED = 20_261_122
CHECKED = 300


def main() -> None:
    args = arguments("assets against partners from the database", assets=10_000, partners=3_000)
    house.tables()
    tell(_measure(args.assets, args.partners), as_json=args.json)


def _measure(assets: int, partners: int) -> dict[str, Any]:
    organisation, actor = _house()
    chance = random.Random(SEED)
    with scope(organisation=organisation):
        _fill(organisation, assets, partners, chance)
        keys = list(Asset.objects.order_by("number").values_list("pk", flat=True))
        rows = list(Partner.objects.order_by("sorts_as", "pk"))
        policy = policies.in_force().policy
        floor = _reading_only(keys, rows)
        found, table, whole = _whole(policy, keys, rows)
        differing = _differing(policy, found, table, rows, chance)
        simulator = _simulating(policy, found)
        page = times_ms(
            lambda: matrix_page.matrix_page(actor, matrix_page.Asked(down=3, across=2)), rounds=20
        )
    return {
        "assets": len(keys),
        "partners": len(rows),
        "cells": len(keys) * len(rows),
        "floor_reading_only_cpu_seconds": round(floor, 2),
        **whole,
        "different_answers": len(table.matrix.decisions),
        **simulator,
        "page_ms": spread(page),
        "checked_one_by_one": CHECKED,
        "differing": differing,
    }


def _house() -> tuple[Organisation, Actor]:
    """An organisation with its first owner."""
    organisation = house.company()
    return organisation, actor_on_command_line(organisation)


def _reading_only(keys: list[Any], rows: list[Partner]) -> float:
    """CPU seconds of the same rows read and nothing decided."""
    began = time.process_time()
    bringing.told_of(keys)
    bringing.assured(None, _today())
    terms.concluded_with([one.pk for one in rows])
    return time.process_time() - began


def _whole(policy: Policy, keys: list[Any], rows: list[Partner]) -> tuple[Any, Any, dict[str, Any]]:
    """What was gathered, the table decided from it, and what both took."""
    with CaptureQueriesContext(connection) as asked:
        began, wall = time.process_time(), time.perf_counter()
        found = matrix.gathered(keys, rows)
        gathering = time.process_time() - began
        table = matrix.table(policy, found)
        cpu, seconds = time.process_time() - began, time.perf_counter() - wall
    told = {
        "queries": len(asked.captured_queries),
        "gathering_cpu_seconds": round(gathering, 2),
        "whole_cpu_seconds": round(cpu, 2),
        "whole_seconds": round(seconds, 2),
    }
    return found, table, told


def _differing(policy: Policy, found: Any, table: Any, rows: list[Partner], chance: random.Random) -> int:
    """How many of `CHECKED` pairs get another answer when they are asked alone."""
    differing = 0
    positions = {one: at for at, one in enumerate(found.assets)}
    keys = list(positions)
    for _each in range(CHECKED):
        key, j = chance.choice(keys), chance.randrange(len(rows))
        alone = decide(policy, deciding.question(Asset.objects.get(pk=key), rows[j]).inputs)
        many = table.decision(positions[key], j)
        differing += (alone.outcome, alone.conditions) != (many.outcome, many.conditions)
    return differing


def _simulating(policy: Policy, found: Any) -> dict[str, Any]:
    """A stricter table tried over every pair."""
    plain = policy_table.plain(policies.shipped_text())
    plain["nda"]["A1"] = {"outcome": "ESCALATE", "to": ["owner"], "conditions": ["C1", "C2"]}
    plain["nda"]["A0"] = {"outcome": "DENY"}
    other = read_policy(policy_table.text_of(plain))
    began = time.process_time()
    changed = matrix.changed(policy, other, found)
    simulating = time.process_time() - began
    return {
        "simulator_cpu_seconds": round(simulating, 2),
        "simulator_pairs_changed": sum(changed.turns.values()),
    }


def _today() -> datetime.date:
    return clock.today()


def _fill(organisation: Any, assets: int, partners: int, chance: random.Random) -> None:
    """Rows as the verbs would leave them: entries with their version, partners, assurances, agreements with terms."""
    now, day = clock.now(), clock.today()
    begun = day - datetime.timedelta(days=100)
    people = [
        Partner(
            organisation=organisation,
            name=f"見本{at:05}工業",
            is_supplier=True,
            tier=chance.choice((None, None, None, 1, 2)),
        )
        for at in range(partners)
    ]
    for one in people:
        one.follow("")
    Partner.objects.bulk_create(people, batch_size=500)
    rows, versions = [], []
    for at in range(assets):
        layer = chance.choices(("open", "nda", "never"), weights=(20, 65, 15))[0]
        received = chance.random() < 0.05
        owner = chance.choice(people)
        values: dict[str, Any] = {
            "number": f"K-{at:05}", "name": f"図面{at:05}", "what": "寸法と公差", "grade": "secret", "layer": layer,
            "stage": "admitted", "origin": "received" if received else "own", "marked": chance.choice(("all", "none")),
        }  # fmt: skip
        if received:
            values["partner"] = {"id": str(owner.pk), "words": owner.name}
        if layer == "nda" and chance.random() < 0.4:
            values["required_assurance"] = chance.choice(("A1", "A2", "A3"))
        if chance.random() < 0.05:
            values["export_control"] = True
        row = Asset(
            organisation=organisation, number=values["number"], name=values["name"], what=values["what"],
            grade="secret", layer=layer, stage="admitted", proposed_at=now, marked=values["marked"],
            origin=values["origin"], partner=owner if received else None,
        )  # fmt: skip
        rows.append(row)
        versions.append(
            Version(organisation=organisation, asset=row, values=values, from_on=begun, recorded_at=now)
        )
    Asset.objects.bulk_create(rows, batch_size=500)
    Version.objects.bulk_create(versions, batch_size=500)
    _agree(organisation, people, chance, begun, now, (Agreement, AgreementTerms, Assurance))


def _agree(
    organisation: Any, people: list[Any], chance: random.Random, begun: datetime.date, now: Any, models: Any
) -> None:
    agreement, agreement_terms, assurance = models
    agreements, said, seen = [], [], []
    for at, partner in enumerate(people):
        if chance.random() < 0.8:
            row = agreement(
                organisation=organisation, partner=partner, number=f"NDA-{at:05}", title="秘密保持契約",
                kind="mutual", state="concluded", concluded_on=begun, concluded_by="paper",
            )  # fmt: skip
            agreements.append(row)
            values = {
                "from_on": begun.isoformat(), "secrecy_from": "end", "secrecy_years": 3, "survives": True,
                "renewal_months": 12, "until_on": (begun + datetime.timedelta(days=364)).isoformat(),
            }  # fmt: skip
            if chance.random() < 0.3:
                values["items_by"] = "marked"
            said.append(
                agreement_terms(
                    organisation=organisation, agreement=row, values=values, from_on=begun, recorded_at=now
                )
            )
        if chance.random() < 0.7:
            seen.append(
                assurance(
                    organisation=organisation, partner=partner, information=chance.randint(0, 4),
                    it=chance.randint(0, 4), as_of=begun, basis="by_hand", recorded_at=now,
                    open_critical_gaps=chance.choice((0, 0, 0, 1)),
                )
            )  # fmt: skip
    agreement.objects.bulk_create(agreements, batch_size=500)
    agreement_terms.objects.bulk_create(said, batch_size=500)
    assurance.objects.bulk_create(seen, batch_size=500)


if __name__ == "__main__":
    main()
