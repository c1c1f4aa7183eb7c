"""One of everything that looking for secrets keeps, for tests that need the rows and not the reading."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset, Finding, FindingKind, Fingerprint, ScanRun, ScanSource, Term
from kuramori.work.ledger.scanning.keyed import packed


def things(owner: Actor, asset: Asset) -> dict[str, object]:
    """Their ids, by what an address calls them."""
    now, house = clock.now(), owner.organisation
    source = ScanSource.objects.create(
        organisation=house, name="共有サーバー", folder="/mnt/share", rhythm="never", added_at=now
    )
    run = ScanRun.objects.create(organisation=house, source=source, begun_at=now, finished_at=now)
    copy = Fingerprint.objects.create(
        organisation=house,
        asset=asset,
        name="控え.docx",
        digest="0" * 32,
        prints=packed([1, 2, 3]),
        characters=300,
        is_marked=False,
        registered_at=now,
    )
    term = Term.objects.create(organisation=house, asset=asset, text="KM-1042", is_number=True, added_at=now)
    return {
        "scan_source": source.pk,
        "scan_run": run.pk,
        "reference_copy": copy.pk,
        "scan_term": term.pk,
        "finding": finding(owner, source, asset).pk,
    }


def finding(owner: Actor, source: ScanSource, asset: Asset | None, **more: object) -> Finding:
    """An excerpt without a mark in somebody's folder; `more` says otherwise."""
    now = clock.now()
    values = {
        "kind": FindingKind.EXCERPT,
        "key": "1" * 32,
        "path_key": "2" * 32,
        "path": "/mnt/share/営業/見積の控え.docx",
        "passage": "焼入温度は八百五十度とし、冷却時間を三分とする。",
        "why": "excerpt",
        "detail": '{"count": 5, "bare": true}',
        "prints": packed([1, 2]),
        "is_marked": False,
        "is_out_of_place": True,
        "first_seen_at": now,
        "last_seen_at": now,
    }
    return Finding.objects.create(
        organisation=owner.organisation, source=source, asset=asset, **(values | more)
    )
