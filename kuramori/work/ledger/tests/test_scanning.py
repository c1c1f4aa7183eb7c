"""Looking for secrets in folders: what is found, what is kept of it, and what a person's word changes."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django_scopes import scope

from bench import corpus
from kuramori.ground.jobs.models import Job, State
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.trail.models import Entry
from kuramori.press.scan.plan import Plan
from kuramori.press.scan.readers import Readers
from kuramori.press.tests.test_scan_pdf import carrying
from kuramori.rules import marks, winnowing, wording
from kuramori.site.instance import ScanFolder
from kuramori.work.ledger.models import Asset, Finding, Fingerprint, Judgement, ScanRun, ScanSource, SeenFile
from kuramori.work.ledger.scanning import judgement, recognising, registering, running, sources
from kuramori.work.ledger.scanning.keyed import key_of
from kuramori.work.ledger.tests import making
from tests.cast import Cast
from tests.house import tree

SECRET = corpus.prose(random.Random(41), 900)
CLEAN = corpus.prose(random.Random(42), 900)


@pytest.fixture
def owner(cast: Cast) -> Iterator[Actor]:
    with scope(organisation=cast.organisation):
        yield cast.actor("steward")


@pytest.fixture
def share(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "共有"
    folder.mkdir()
    listed = (ScanFolder(cast.organisation.slug, str(folder)),)
    monkeypatch.setattr(settings, "INSTANCE", dataclasses.replace(settings.INSTANCE, scan_folder=listed))
    return folder


@pytest.fixture
def asset(owner: Actor) -> Asset:
    return making.asset(owner)


def source_of(owner: Actor, share: Path) -> ScanSource:
    return ScanSource.objects.first() or sources.add_source(
        owner, name="共有サーバー", folder=str(share), rhythm="never"
    )


def run_over(owner: Actor, share: Path) -> ScanRun:
    """What the worker does."""
    begun = running.begin_run(owner, source_of(owner, share))
    running.scan(
        organisation_id=str(owner.organisation_id),
        person_id=None,
        progress=lambda _d, _t: None,
        run=str(begun.pk),
    )
    return ScanRun.objects.get(pk=begun.pk)


def found() -> list[tuple[str, str, str]]:
    rows = Finding.objects.filter(gone_at__isnull=True).select_related("asset")
    return sorted((row.kind, row.asset.number if row.asset else "", Path(str(row.path)).name) for row in rows)


def test_the_readers_find_the_fingerprints_that_the_rules_name() -> None:
    key = bytes(range(32))
    texts = (
        SECRET,
        "ーー" * 300 + SECRET[:200],
        SECRET[:19],
        SECRET[:20],
        "Ａ Ｂ\u200bＣ㊙" * 40,
        "𠮷野家" * 30,
    )
    for text in texts:
        with Readers(Plan(key=key, gathers=True)) as readers:
            told = readers.read_bytes(text.encode(), "a.txt")
        assert set(told.prints) == set(winnowing.fingerprints(text, key).values())
        assert told.characters == len(winnowing.normal(text))


def test_the_readers_find_the_words_and_numbers_that_the_rules_name() -> None:
    words = tuple(wording.longest_first(["社外秘", "極秘", "confidential", "㊙"]))
    key = bytes(32)
    wanted = (wording.number_hash(key, "KM1042"), wording.number_hash(key, "AB9"))
    texts = ("社 外 秘 図面 ＫＭ－１０４２", "non-Confidential km1042/A", "confidentiality", "㊙ AB/12.34_5")
    with Readers(Plan(words=words, numbers=wanted, key=key)) as readers:
        for text in texts:
            told = readers.read_bytes(text.encode(), "a.txt")
            assert {words[hit.word] for hit in told.words} == set(wording.found(text, words))
            there = {wording.number_hash(key, one) for one in wording.numbers_in(wording_folded(text))}
            assert {hit.hash for hit in told.numbers} == there & set(wanted)


def wording_folded(text: str) -> str:

    return unicodedata.normalize("NFKC", text)


@pytest.mark.django_db
def test_a_reference_copy_is_known_again_and_not_kept(owner: Actor, asset: Asset) -> None:
    kept = registering.register_copy(owner, asset, name="配合表.txt", content=SECRET.encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, digest, prints FROM ledger_fingerprint")
        row = b" ".join(
            bytes(str(cell), "utf-8") if isinstance(cell, str) else bytes(cell) for cell in cursor.fetchone()
        )
    assert "配合表".encode() not in row
    assert SECRET[:20].encode() not in row
    assert len(bytes(kept.prints)) > 8 * 50
    assert str(kept.name) == "配合表.txt"
    with pytest.raises(registering.CopyRefused, match="known"):
        registering.register_copy(owner, asset, name="別名.txt", content=SECRET.encode())


@pytest.mark.django_db
def test_copies_excerpts_terms_numbers_and_unknown_marks_are_told(
    owner: Actor, asset: Asset, share: Path
) -> None:
    registering.register_copy(owner, asset, name="配合表.txt", content=SECRET.encode())
    registering.add_term(owner, asset, text="青い鳥計画", is_number=False)
    registering.add_term(owner, asset, text="KM-1042", is_number=True)
    (share / "same.txt").write_text(SECRET, encoding="utf-8")
    (share / "part.docx").write_bytes(corpus.docx([CLEAN[:300], SECRET[200:330], CLEAN[300:500]]))
    (share / "term.csv").write_bytes("件名,青い鳥計画\n".encode("cp932"))
    (share / "number.xlsx").write_bytes(corpus.xlsx(["品番 ｋｍ1042", "数量"], rows=3))
    (share / "marked.docx").write_bytes(corpus.docx([CLEAN[:200]], header="社外秘"))
    (share / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (share / "mail.pdf").write_bytes(carrying(("配合.txt", SECRET.encode())))
    ran = run_over(owner, share)
    number = asset.number
    assert found() == [
        ("copy", number, "mail.pdf"),
        ("copy", number, "same.txt"),
        ("excerpt", number, "part.docx"),
        ("mark", "", "marked.docx"),
        ("number", number, "number.xlsx"),
        ("term", number, "term.csv"),
    ]
    assert (ran.files, ran.files_read, ran.found, ran.faulty) == (7, 7, 6, 0)
    assert Finding.objects.get(kind="excerpt").passage in winnowing.normal(SECRET)


@pytest.mark.django_db
def test_the_second_run_reads_only_what_changed(owner: Actor, asset: Asset, share: Path) -> None:
    (share / "a.txt").write_text("社外秘", encoding="utf-8")
    (share / "b.txt").write_text(CLEAN, encoding="utf-8")
    assert run_over(owner, share).files_read == 2
    assert run_over(owner, share).files_read == 0
    assert len(found()) == 1
    (share / "b.txt").write_text("極秘", encoding="utf-8")
    assert run_over(owner, share).files_read == 1
    registering.add_term(owner, asset, text="青い鳥計画", is_number=False)
    assert run_over(owner, share).files_read == 2


@pytest.mark.django_db
def test_a_run_that_was_killed_goes_on_where_it_was(
    owner: Actor, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 4)
    for at in range(12):
        (share / f"{at:02}.txt").write_text(f"社外秘 {at}", encoding="utf-8")
    begun = running.begin_run(owner, source_of(owner, share))

    def stop(done: int, _total: int) -> None:
        if done >= 8:
            raise KeyboardInterrupt

    how = {"organisation_id": str(owner.organisation_id), "person_id": None, "run": str(begun.pk)}
    with pytest.raises(KeyboardInterrupt):
        running.scan(progress=stop, **how)  # type: ignore[arg-type]
    assert SeenFile.objects.count() == 8
    running.scan(progress=lambda _d, _t: None, **how)  # type: ignore[arg-type]
    assert ScanRun.objects.get(pk=begun.pk).files_read == 4
    assert len(found()) == 12


@pytest.mark.django_db
def test_what_is_gone_is_told_no_longer(owner: Actor, share: Path) -> None:
    (share / "a.txt").write_text("社外秘", encoding="utf-8")
    (share / "b.txt").write_text("社外秘", encoding="utf-8")
    run_over(owner, share)
    (share / "a.txt").unlink()
    (share / "b.txt").write_text("何もない", encoding="utf-8")
    run_over(owner, share)
    assert found() == []


@pytest.mark.django_db
def test_a_rejected_passage_is_background_from_the_next_run_on(
    owner: Actor, asset: Asset, share: Path
) -> None:
    registering.register_copy(owner, asset, name="配合表.txt", content=SECRET.encode())
    (share / "part.txt").write_text(CLEAN + SECRET[100:300], encoding="utf-8")
    run_over(owner, share)
    judgement.judge_finding(owner, Finding.objects.get(), Judgement.REJECTED)
    (share / "other.txt").write_text(SECRET[100:300] + CLEAN[:50], encoding="utf-8")
    (share / "more.txt").write_text(SECRET[500:700] + CLEAN[:50], encoding="utf-8")
    run_over(owner, share)
    assert [name for _kind, _number, name in found()] == ["more.txt"]


@pytest.mark.django_db
def test_recognisability_counts_the_copies_that_carry_a_mark(owner: Actor, asset: Asset, share: Path) -> None:
    registering.register_copy(owner, asset, name="配合表.txt", content=SECRET.encode())
    (share / "bare.txt").write_text(SECRET, encoding="utf-8")
    (share / "marked.docx").write_bytes(corpus.docx([SECRET], header="社外秘"))
    (share / "社外秘").mkdir()
    (share / "社外秘" / "named.txt").write_text(SECRET, encoding="utf-8")
    (share / "label.docx").write_bytes(
        corpus.package(
            {
                "word/document.xml": "<w:p><w:t>x</w:t></w:p>",
                "docProps/custom.xml": '<Properties><property name="Label"><vt:lpwstr>'
                f"{marks.token('secret', asset.number)}</vt:lpwstr></property></Properties>",
            }
        )
    )
    run_over(owner, share)
    told = recognising.of_asset(asset)
    assert (told.copies, told.marked, told.bare) == (4, 3, 1)
    judgement.judge_finding(owner, Finding.objects.get(is_marked=False), Judgement.REJECTED)
    assert (recognising.of_asset(asset).copies, recognising.of_asset(asset).marked) == (3, 3)


@pytest.mark.django_db
def test_a_copy_where_others_can_open_it_is_out_of_place(owner: Actor, asset: Asset, share: Path) -> None:
    registering.register_copy(owner, asset, name="配合表.txt", content=SECRET.encode())
    (share / "bare.txt").write_text(SECRET, encoding="utf-8")
    run_over(owner, share)
    assert Finding.objects.get().is_out_of_place is True


@pytest.mark.django_db
def test_only_folders_that_were_listed_may_be_looked_through(
    owner: Actor, share: Path, tmp_path: Path
) -> None:
    (tmp_path / "else").mkdir()
    (share / "way-out").symlink_to(tmp_path / "else")
    for folder, code in (
        (tmp_path / "else", "not-listed"),
        (share / "way-out", "not-listed"),
        (share / ".." / "else", "not-listed"),
        (share / "none", "missing"),
        (Path("share"), "relative"),
    ):
        with pytest.raises(sources.SourceRefused, match=code):
            sources.add_source(owner, name="x", folder=str(folder), rhythm="never")
    assert not ScanSource.objects.exists()


@pytest.mark.django_db
def test_neither_paths_nor_passages_are_in_clear_in_the_database_or_the_trail(
    owner: Actor, asset: Asset, share: Path
) -> None:
    registering.register_copy(owner, asset, name="配合表.txt", content=SECRET.encode())
    (share / "とても秘密の名前.txt").write_text(SECRET, encoding="utf-8")
    run_over(owner, share)
    judgement.judge_finding(owner, Finding.objects.get(), Judgement.ACCEPTED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT path, passage, detail FROM ledger_finding")
        assert "とても秘密".encode() not in b"".join(bytes(cell) for cell in cursor.fetchone())
    told = json.dumps([repr(entry.parts) for entry in Entry.objects.all()], ensure_ascii=False)
    assert "とても秘密" not in told
    assert str(share) not in told


@pytest.mark.django_db
def test_whoever_may_not_know_the_asset_cannot_judge(cast: Cast, owner: Actor, share: Path) -> None:
    top = making.top(owner)
    registering.register_copy(owner, top, name="配合表.txt", content=SECRET.encode())
    (share / "a.txt").write_text(SECRET, encoding="utf-8")
    run_over(owner, share)
    with pytest.raises(NotAllowed):
        judgement.judge_finding(cast.actor("section"), Finding.objects.get(), Judgement.ACCEPTED)
    with pytest.raises(NotAllowed):
        running.begin_run(cast.actor("staff"), ScanSource.objects.get())


@pytest.mark.django_db
def test_two_houses_have_two_keys(cast: Cast, owner: Actor, asset: Asset) -> None:
    kept = registering.register_copy(owner, asset, name="a.txt", content=SECRET.encode())
    assert key_of(owner.organisation_id) != key_of(asset.pk)
    assert Fingerprint.objects.get().digest == kept.digest


@pytest.mark.django_db
def test_a_second_run_waits_for_the_first_unless_that_one_was_given_up(owner: Actor, share: Path) -> None:
    source = source_of(owner, share)
    first = running.begin_run(owner, source)
    with pytest.raises(running.AlreadyRunning):
        running.begin_run(owner, source)
    Job.objects.filter(pk=str(first.job_id)).update(state=State.FAILED)
    assert running.begin_run(owner, source).pk != first.pk


def test_a_process_that_loads_no_pages_knows_the_work() -> None:
    program = (
        "import django; django.setup(); from kuramori.ground.jobs.kinds import work_of; work_of('ledger:scan'); "
        "from kuramori.ground.jobs.schedule import timetables; "
        "assert 'ledger:scan' in {one.name for one in timetables()}"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=dict(os.environ), cwd=tree.ROOT)
