"""The papers of prior use and of disposal leave with their proof, and a stranger checks it without us."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django_scopes import scope

from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.pack import OFFLINE
from kuramori.outside import clock
from kuramori.press.tests.reading import pdf_text
from kuramori.work.ledger.disposing import Way, dispose
from kuramori.work.ledger.models import Asset, PriorKind
from kuramori.work.ledger.prior_use import PriorWanted, add_prior
from kuramori.work.ledger.tests import making
from tests.cast import Cast

HASH = "a1" * 32


def verdict(tmp_path: Path, content: bytes) -> int:
    path = tmp_path / "pack.zip"
    path.write_bytes(content)
    command = [sys.executable, "-I", "-S", str(OFFLINE / "verify.py"), str(path)]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sent(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def made(cast: Cast) -> Asset:
    with scope(organisation=cast.organisation):
        asset = making.top(cast.actor("owner"))
        shows = PriorWanted(PriorKind.TRIAL, "試験の記録", clock.today(), sha256=HASH)
        add_prior(cast.actor("owner"), asset, shows)
    return asset


@pytest.mark.django_db(transaction=True)
def test_the_file_of_prior_use_is_checked_with_the_entries_it_rests_on(cast: Cast, tmp_path: Path) -> None:
    asset = made(cast)
    answer = cast.client("steward").post(cast.url(f"ledger/{asset.pk}/prior/pack/"))
    content = sent(answer)
    found = members(content)
    lines = [json.loads(line) for line in found["entries.jsonl"].splitlines()]
    assert len(lines) == 1
    assert HASH in found["entries.jsonl"].decode()
    assert found["prior-use.pdf"].startswith(b"%PDF")
    assert verdict(tmp_path, content) == 0
    newest = list(Entry.objects.order_by("-index").values_list("event", flat=True)[:3])
    assert newest == ["trail:pack:sealed", "trail:entries:exported", "ledger:asset:looked"]


@pytest.mark.django_db(transaction=True)
def test_kept_files_leave_with_the_file_of_prior_use_and_each_is_in_the_trail(
    cast: Cast, tmp_path: Path
) -> None:
    asset, drawing = made(cast), b"%PDF-1.7\n" + bytes(range(256)) * 3000
    with scope(organisation=cast.organisation):
        wanted = PriorWanted(
            PriorKind.DRAWING, "治具の図面", clock.today(), file_name="図面 改3.PDF", chunks=[drawing]
        )
        add_prior(cast.actor("owner"), asset, wanted)
    owner, address = cast.client("owner"), cast.url(f"ledger/{asset.pk}/prior/pack/")
    assert "預けたファイル1点も入れる" in owner.get(cast.url(f"ledger/{asset.pk}/prior/")).content.decode()
    assert "files/02.pdf" not in members(sent(owner.post(address)))
    content = sent(owner.post(address, {"files": "1"}))
    found = members(content)
    assert found["files/02.pdf"] == drawing
    assert "files/02.pdf" in pdf_text(found["prior-use.pdf"])
    assert verdict(tmp_path, content) == 0
    newest = set(Entry.objects.order_by("-index").values_list("event", flat=True)[:4])
    assert "papers:file:taken_out" in newest


@pytest.mark.django_db(transaction=True)
def test_a_kept_file_that_is_damaged_is_not_sealed(cast: Cast) -> None:
    asset = made(cast)
    with scope(organisation=cast.organisation):
        wanted = PriorWanted(
            PriorKind.DRAWING, "図面", clock.today(), file_name="a.pdf", chunks=[b"%PDF-1.7 x"]
        )
        add_prior(cast.actor("owner"), asset, wanted)
    for path in (settings.DATA / "files").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    answer = cast.client("owner").post(
        cast.url(f"ledger/{asset.pk}/prior/pack/"), {"files": "1"}, follow=True
    )
    assert "ZIPは作っていません" in answer.content.decode()
    assert not Entry.objects.filter(event="trail:pack:sealed").exists()


@pytest.mark.django_db(transaction=True)
def test_a_paper_changed_afterwards_is_found_out(cast: Cast, tmp_path: Path) -> None:
    asset = made(cast)
    content = sent(cast.client("steward").post(cast.url(f"ledger/{asset.pk}/prior/pack/")))
    forged = io.BytesIO()
    with zipfile.ZipFile(forged, "w") as archive:
        for name, data in members(content).items():
            archive.writestr(name, data + (b" " if name == "prior-use.pdf" else b""))
    assert verdict(tmp_path, forged.getvalue()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_certificate_of_disposal_leaves_with_its_proof(cast: Cast, tmp_path: Path) -> None:
    asset = made(cast)
    with scope(organisation=cast.organisation):
        way = Way("paper:shred", "用が済んだ", witness=cast.person("section"))
        dispose(cast.actor("steward"), asset, way)
    answer = cast.client("owner").post(cast.url(f"ledger/{asset.pk}/certificate/pack/"))
    content = sent(answer)
    found = members(content)
    assert found["certificate.pdf"].startswith(b"%PDF")
    assert len(found["entries.jsonl"].splitlines()) == 2
    assert verdict(tmp_path, content) == 0


@pytest.mark.parametrize("part", ["prior", "certificate"])
def test_who_may_not_read_the_trail_takes_no_proof(cast: Cast, part: str) -> None:
    with scope(organisation=cast.organisation):
        asset = making.asset(cast.actor("owner"))
    before = Entry.objects.count()
    assert cast.client("staff").post(cast.url(f"ledger/{asset.pk}/{part}/pack/")).status_code == 403
    assert Entry.objects.count() == before
