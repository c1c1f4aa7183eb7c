"""What the product hands out of its records is good for the stand-alone verifier, and only that."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction

from kuramori.ground.trail import keys
from kuramori.ground.trail.erase import erase_personal
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.pack import NameTaken, pack, rising
from kuramori.ground.trail.prove import prove
from kuramori.ground.trail.record import Happened, record_all
from kuramori.ground.trail.tiles import FolderNotEmpty, NothingRecorded, write_tiles
from tests.trail import made

pytestmark = pytest.mark.django_db
LENT = Event("trail:packs:lent", "{person}", "{person}")


@dataclass(frozen=True)
class Sato:
    organisation_id: uuid.UUID
    person_id: uuid.UUID | None = None
    name: str = "佐藤"
    via: str = "browser"


@pytest.fixture
def sato() -> Sato:
    sato = Sato(uuid.uuid4(), uuid.uuid4())
    with transaction.atomic():
        record_all(sato, [Happened(LENT, "key", n, {"number": n, "person": "田所"}) for n in range(700)])
    return sato


def test_a_pack_of_records_is_good_and_brings_its_own_checkers(sato: Sato, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with path.open("xb") as out:
        packed = pack(sato, rising([5, 600, 7]), out, documents={"手順.txt": "手順".encode()})
    assert (packed.entries, packed.seal, packed.size) == (3, 700, 701)
    assert made.judged(path, keys=(keys.log_verifier().text,))[0] == 0
    with zipfile.ZipFile(path) as archive:
        assert archive.read("verify.py") == made.VERIFY_PY.read_bytes()
        assert archive.read("verify.html") == made.VERIFY_HTML.read_bytes()
        numbers = [json.loads(line)["index"] for line in archive.read("entries.jsonl").splitlines()]
    assert numbers == [5, 7, 600]
    assert Entry.objects.get(index=700).detail == {"manifest": packed.manifest, "count": 3}


def test_withheld_and_erased_fields_are_not_in_the_pack(sato: Sato, tmp_path: Path) -> None:
    erase_personal(sato, [6], fields=["person"], reason="依頼")
    path = tmp_path / "pack.zip"
    with path.open("xb") as out:
        pack(sato, rising([5, 6]), out, withheld=["who"])
    with zipfile.ZipFile(path) as archive:
        told = [json.loads(line)["personal"] for line in archive.read("entries.jsonl").splitlines()]
        assert "佐藤".encode() not in archive.read("entries.jsonl")
    assert [one["who"] for one in told] == [None, None]
    assert (told[0]["person"]["value"], told[1]["person"]) == ("田所", None)
    code, reasons = made.judged(path)
    assert code == 0
    assert "hidden" in reasons


@pytest.mark.parametrize("name", ["seal.json", "entries.jsonl", "verify.py"])
def test_a_document_cannot_take_the_place_of_a_part(sato: Sato, name: str) -> None:
    with pytest.raises(NameTaken):
        pack(sato, rising([5]), io.BytesIO(), documents={name: b""})
    assert Entry.objects.count() == 700


def test_a_receipt_is_good(sato: Sato, tmp_path: Path) -> None:
    receipt = prove(40)
    (tmp_path / "a.tlog-proof").write_text(receipt.proof, encoding="utf-8")
    (tmp_path / "a.entry.json").write_text(receipt.entry, encoding="utf-8")
    files = (tmp_path / "a.tlog-proof", tmp_path / "a.entry.json")
    assert made.judged(*files, keys=(keys.log_verifier().text,))[0] == 0


def test_the_whole_log_is_good_and_holds_no_contents(sato: Sato, tmp_path: Path) -> None:
    written = write_tiles(tmp_path / "log")
    assert written.size == 700
    assert made.judged(tmp_path / "log")[0] == 0
    files = [path for path in (tmp_path / "log").rglob("*") if path.is_file()]
    assert len(files) == written.files
    assert not any("田所".encode() in path.read_bytes() for path in files)
    with pytest.raises(FolderNotEmpty):
        write_tiles(tmp_path / "log")


def test_an_empty_log_gives_no_tiles(tmp_path: Path) -> None:
    with pytest.raises(NothingRecorded):
        write_tiles(tmp_path / "log")
    assert not (tmp_path / "log").exists()
