"""What a run keeps: files that need not be read again, and findings, each one and the same over all runs."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction

from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.outside.walking import Found as Seen
from kuramori.work.ledger.knowing import House, house_on, knowers
from kuramori.work.ledger.models import Asset, Finding, Grade, Grant, Judgement, ScanSource, SeenFile
from kuramori.work.ledger.scanning import judging
from kuramori.work.ledger.scanning.gathering import Gathered
from kuramori.work.ledger.scanning.judging import Found
from kuramori.work.ledger.scanning.keyed import keyed, packed
from kuramori.work.ledger.scanning.sweep import Looked

STRONGEST = (
    "mark-in-label",
    "mark-in-margin",
    "mark-alone",
    "mark-in-property",
    "mark-in-name",
    "mark-in-text",
)


class Keeper:
    """Keeps the findings of one source in one run."""

    def __init__(self, organisation: Organisation, source: ScanSource, gathered: Gathered) -> None:
        self._organisation, self._source, self._gathered = organisation, source, gathered
        self._key = gathered.known.key
        self._plan = gathered.known.digest().hex()
        rows = SeenFile.objects.filter(source=source, plan=self._plan)
        self._seen = {
            key: (size, changed)
            for key, size, changed in rows.values_list("path_key", "size", "changed_ns").iterator(5_000)
        }
        self._with_findings = set(
            Finding.objects.filter(source=source, gone_at__isnull=True).values_list("path_key", flat=True)
        )
        self._house: House | None = None
        self._outside: dict[uuid.UUID, bool] = {}

    def is_unchanged(self, file: Seen) -> bool:
        """Whether it was read for this very plan and has not changed since."""
        return self._seen.get(self.path_key(file.path)) == (file.size, file.changed_ns)

    def path_key(self, path: str) -> str:
        return keyed(self._key, "path", path)

    def keep(self, batch: Sequence[Looked]) -> None:
        """One transaction for all; nothing is read or hashed within it."""
        if not batch:
            return
        told = [(looked, self.path_key(looked.file.path), _worth_telling(looked.found)) for looked in batch]
        for _looked, _path_key, found in told:
            for one in found:
                self._is_out_of_place(one)
        keys = [path_key for _looked, path_key, _found in told]
        with transaction.atomic():
            for looked, path_key, found in told:
                if found or path_key in self._with_findings:
                    self._keep_findings(looked.file.path, path_key, found)
            SeenFile.objects.filter(source=self._source, path_key__in=keys).delete()
            SeenFile.objects.bulk_create(
                SeenFile(
                    organisation=self._organisation,
                    source=self._source,
                    path_key=path_key,
                    size=looked.file.size,
                    changed_ns=looked.file.changed_ns,
                    plan=self._plan,
                )
                for looked, path_key, _found in told
            )

    def forget_gone(self, paths: Collection[str]) -> None:
        """Findings of files that are no longer there."""
        gone = self._with_findings - {self.path_key(path) for path in paths}
        if gone:
            Finding.objects.filter(source=self._source, path_key__in=gone, gone_at__isnull=True).update(
                gone_at=clock.now()
            )

    def open_findings(self) -> int:
        return Finding.objects.filter(
            source=self._source, gone_at__isnull=True, judgement=Judgement.OPEN
        ).count()

    def _keep_findings(self, path: str, path_key: str, found: Sequence[Found]) -> None:
        now = clock.now()
        standing = {one.key: one for one in Finding.objects.filter(source=self._source, path_key=path_key)}
        for one in found:
            key = keyed(self._key, path_key, one.kind, one.asset, str(one.detail.get("word", "")))
            row = standing.pop(key, None) or Finding(
                organisation=self._organisation,
                source=self._source,
                key=key,
                path_key=path_key,
                first_seen_at=now,
                kind=one.kind,
                asset_id=None if one.at is None else self._gathered.ids[one.at],
                judgement=_first_judgement(one),
            )
            row.path, row.passage, row.why = path.encode("utf-8", "replace").decode(), one.passage, one.why
            row.detail = json.dumps(one.detail, ensure_ascii=False)
            row.prints = packed(one.prints)
            row.is_marked, row.is_out_of_place = one.is_marked, self._is_out_of_place(one)
            row.last_seen_at, row.gone_at = now, None
            row.save()
        left = [one.pk for one in standing.values() if one.gone_at is None]
        if left:
            Finding.objects.filter(pk__in=left).update(gone_at=now)

    def _is_out_of_place(self, found: Found) -> bool:
        """Whether somebody can open the source who may not know the asset."""
        if found.at is None or found.kind not in judging.OF_AN_ASSET:
            return False
        asset_id = self._gathered.ids[found.at]
        if asset_id not in self._outside:
            self._outside[asset_id] = self._reaches_others(Asset.objects.get(pk=asset_id))
        return self._outside[asset_id]

    def _reaches_others(self, asset: Asset) -> bool:
        if asset.grade == Grade.PUBLIC:
            return False
        self._house = self._house or house_on()
        department = self._source.department_id
        can_open = {
            one.id for one in self._house.insiders if department is None or department in one.departments
        }
        grants = Grant.objects.filter(held_on(), asset=asset).select_related("person")
        may_know = {one.person.id for one in knowers(grants, asset.keeper_id, self._house)}
        return bool(can_open - may_know)


def _worth_telling(found: Sequence[Found]) -> list[Found]:
    """A mark on a file that has to do with an asset is as it should be; of others, the strongest one is told."""
    of_assets = [one for one in found if one.at is not None or one.why in {"label-unknown", "label-conflict"}]
    marks = [one for one in found if one.kind == judging.MARK]
    if of_assets or not marks:
        return of_assets
    return [min(marks, key=lambda one: STRONGEST.index(one.why))]


def _first_judgement(found: Found) -> Judgement:
    """A label with a number of the ledger needs nobody's opinion."""
    return Judgement.ACCEPTED if found.why == "label" else Judgement.OPEN
