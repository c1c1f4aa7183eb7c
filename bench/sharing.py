"""How many layered decisions a second, one by one and as a matrix; the floor is one look into a table of answers."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from bench.measure import arguments, tell
from kuramori.ground.packs.sharing_policy import shipped_policy
from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.inputs import Agreement, Assurance, Direction, Inputs, Layer, Medium, Place, Tag
from kuramori.rules.sharing.many import Item, Pairs, Recipient, decide_many, inputs_of, is_covered, matrix

ON = date(2026, 11, 24)
MOST_CHECKED = 100_000


def main() -> None:
    args = arguments("layered decisions", decisions=200_000, assets=1_000, partners=3_000)
    policy, chance = shipped_policy(), random.Random(52)
    items = [_item(chance) for _ in range(args.assets)]
    recipients = [_recipient(chance) for _ in range(args.partners)]
    pairs = _pairs(chance, args.assets, recipients)
    asked = [_asked(chance, items, recipients, pairs) for _ in range(args.decisions)]
    began = time.process_time()
    outcomes: dict[str, int] = {}
    for inputs in asked:
        outcome = decide(policy, inputs).outcome
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    one_by_one = time.process_time() - began
    # The floor: the answers are known already and only looked up by their question.
    known = dict(zip(asked, decide_many(policy, asked), strict=True))
    began = time.process_time()
    for inputs in asked:
        known[inputs]
    floor = time.process_time() - began
    began, began_cpu = time.perf_counter(), time.process_time()
    found = matrix(policy, items, recipients, pairs, ON)
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    checked = min(MOST_CHECKED, len(items) * len(recipients))
    differing = 0
    for cell in chance.sample(range(len(items) * len(recipients)), checked):
        i, j = divmod(cell, len(recipients))
        differing += found.decision(i, j) != decide(policy, _question(items, recipients, pairs, i, j))
    tell(
        {
            "policy": policy.version,
            "decisions": args.decisions,
            "outcomes": dict(sorted(outcomes.items())),
            "one_by_one_cpu_seconds": round(one_by_one, 3),
            "one_by_one_per_second_per_core": round(args.decisions / one_by_one),
            "floor_look_up_per_second": round(args.decisions / floor),
            "matrix": {
                "assets": len(items),
                "partners": len(recipients),
                "kinds_of_assets": len(set(items)),
                "kinds_of_partners": len(set(recipients)),
                "cells": len(items) * len(recipients),
                "covered_pairs": sum(len(one) for one in pairs.covered.values()),
                "seconds": round(seconds, 3),
                "cpu_seconds": round(cpu, 3),
                "different_answers": len(found.decisions),
                "cells_checked_one_by_one": checked,
                "cells_that_differ": differing,
            },
        },
        as_json=args.json,
    )


def _item(chance: random.Random) -> Item:
    """A ledger's mixture: mostly nda, some with a level of their own, few with a tag."""
    layer = chance.choices(list(Layer), weights=(25, 60, 15))[0]
    required = chance.choice((None, None, 1, 2, 3)) if layer is Layer.NDA else None
    tags = frozenset({chance.choice(list(Tag))}) if chance.random() < 0.15 else frozenset()
    return Item(layer, required, tags)


def _recipient(chance: random.Random) -> Recipient:
    """A partner: most of the first tier with a running agreement, looked at within three years or never."""
    agreement = assurance = None
    if chance.random() < 0.8:
        from_on = date(2025, 4, 1) + timedelta(days=365 * chance.randint(0, 1))
        agreement = Agreement(
            from_on,
            from_on + timedelta(days=364 * chance.randint(1, 3)),
            None,
            covers_item=True,
            covers_purpose=chance.random() < 0.95,
            covers_person=chance.random() < 0.9,
            redisclosure=chance.random() < 0.1,
        )
    if chance.random() < 0.7:
        seen = ON.replace(day=1) - timedelta(days=30 * chance.randint(0, 36))
        assurance = Assurance(chance.randint(0, 4), chance.randint(0, 4), seen)
    return Recipient(
        chance.choice(list(Direction)),
        chance.choices((1, 2, 3), weights=(80, 17, 3))[0],
        agreement,
        assurance,
        chance.choices((0, 1, 4), weights=(85, 10, 5))[0],
        chance.choice(list(Place)),
        chance.choice(list(Medium)),
    )


def _pairs(chance: random.Random, assets: int, recipients: list[Recipient]) -> Pairs:
    """Half of the agreements name the items they cover, fifty each; one partner in ten has consents for five."""
    numbers = range(assets)
    named = [j for j, one in enumerate(recipients) if one.agreement is not None and chance.random() < 0.5]
    covered = {j: frozenset(chance.sample(numbers, min(50, assets))) for j in named}
    consenting = (j for j in range(len(recipients)) if chance.random() < 0.1)
    return Pairs(covered, {j: frozenset(chance.sample(numbers, min(5, assets))) for j in consenting})


def _asked(chance: random.Random, items: list[Item], recipients: list[Recipient], pairs: Pairs) -> Inputs:
    return _question(
        items, recipients, pairs, chance.randrange(len(items)), chance.randrange(len(recipients))
    )


def _question(items: list[Item], recipients: list[Recipient], pairs: Pairs, i: int, j: int) -> Inputs:
    return inputs_of(
        items[i],
        recipients[j],
        ON,
        covers=is_covered(pairs, recipients, i, j),
        consents=i in pairs.consented.get(j, frozenset()),
    )


if __name__ == "__main__":
    main()
