"""How long scoring takes: one sheet, many sheets, and the next actions; the floor is adding up the levels."""

from __future__ import annotations

import random
import time

from bench.measure import arguments, spread, tell, times_ms
from kuramori.ground.packs.shelf import open_shelf
from kuramori.rules.answers import Answered
from kuramori.rules.next_steps import propose
from kuramori.rules.scoring import score


def main() -> None:
    args = arguments("score of one sheet and of many", sheets=10_000)
    began = time.perf_counter()
    pack = next(pack for pack in open_shelf().packs() if pack.public_check)
    load_ms = round((time.perf_counter() - began) * 1000, 1)
    chance = random.Random(19)
    sheets = [
        {item.id: Answered(chance.randint(0, pack.profile.best)) for item in pack.items}
        for _ in range(args.sheets)
    ]
    one = times_ms(lambda: score(pack, sheets[0]), rounds=2000, warm_up=50)
    steps = times_ms(lambda: propose(pack, sheets[0]), rounds=300, warm_up=5)
    began = time.perf_counter()
    for answers in sheets:
        score(pack, answers)
    many = time.perf_counter() - began
    began = time.perf_counter()
    for answers in sheets:
        sum(answer.level for answer in answers.values())
    floor = time.perf_counter() - began
    tell(
        {
            "pack_load_ms": load_ms,
            "one_sheet_ms": spread(one),
            "next_steps_ms": spread(steps),
            "sheets": args.sheets,
            "sheets_seconds": round(many, 3),
            "sheets_per_second": round(args.sheets / many),
            "floor_sum_seconds": round(floor, 4),
        },
        as_json=args.json,
    )


if __name__ == "__main__":
    main()
