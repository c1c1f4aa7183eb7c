"""Count anew what does not add up: the repair that `kuramori doctor` offers, with an entry of its own for each count.

Pages read tallies instead of the standings (`counting`). Where both ever differ, such as after a hand in the database,
the standings are right, because they lie beside the replies they were made from.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import labels
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.work.requests.counting import Counts, Key, differing, summed_up
from kuramori.work.requests.models import Tally

RECOUNTED = Event(
    "requests:counts:mended",
    "区分「{klass}」の回答の集計（{pack}）が合わなかったので、数え直しました。",
    "The counts of class {klass} ({pack}) did not add up and were counted anew.",
)
labels.declare(
    "counts",
    {"partners": _("取引先の数"), "answers": _("答えの数"), "digest": _("集計の照合値")},
)


def count_anew(actor: Actor) -> tuple[Key, ...]:
    """Make every tally that differs the sum of its standings again; which they were. Raises `NotAllowed`."""
    actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        # A reply that comes in waits at its tally, and adds itself to what stands here afterwards.
        locked = Tally.objects.order_by("pack_id", "digest", "klass").select_for_update(of=("self",))
        told = {(one.pack_id, one.digest, one.klass): one for one in locked}
        wrong = differing()
        if not wrong:
            return ()
        letters, partners = summed_up()
        for key in wrong:
            row = told.get(key) or Tally(
                organisation=actor.organisation, pack_id=key[0], digest=key[1], klass=key[2]
            )
            before = _facts(row)
            row.counts, row.partners = _nested(letters.get(key, Counter())), partners[key]
            row.save()
            record(actor, RECOUNTED, kind="counts", pack=key[0], klass=key[2], **between(before, _facts(row)))
    return wrong


def _nested(letters: Counter[tuple[str, str]]) -> Counts:
    found: Counts = {}
    for (item, letter), n in sorted(letters.items()):
        found.setdefault(item, {})[letter] = n
    return found


def _facts(row: Tally) -> dict[str, Any]:
    text = json.dumps(row.counts, sort_keys=True, separators=(",", ":"))
    return {
        "partners": row.partners,
        "answers": sum(n for column in row.counts.values() for n in column.values()),
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }
