import hashlib
import os

import pytest
from django_scopes import scope

from kuramori.ground.papers import kinds
from kuramori.ground.papers.answer import as_attachment, handed_out
from kuramori.ground.papers.kinds import KindRefused, clean_name, kind_of
from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import LARGEST_BYTES, EmptyFile, store, take_out
from kuramori.ground.papers.whole import FileDamaged
from kuramori.ground.people.access import actor_for
from kuramori.ground.people.found import found
from kuramori.ground.people.models import Account, OrganisationKind
from kuramori.ground.trail.models import Entry
from kuramori.outside.store import Damaged, TooLarge

PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path


def _owner(slug):
    account = Account.objects.create(email=f"owner@{slug}.example")
    found(account, name=slug, slug=slug, kinds=[OrganisationKind.COMPANY], owner_name="田所 勝")
    return actor_for(account, slug)


@pytest.fixture
def owner(db):
    actor = _owner("kakuu-seiko")
    with scope(organisation=actor.organisation):
        yield actor


def test_a_file_is_kept_with_hash_and_size_and_handed_out_the_same(owner):
    file = store(owner, name="保管庫.pdf", chunks=[PDF[:5], PDF[5:]])
    assert (file.sha256, file.size, file.media_type) == (
        hashlib.sha256(PDF).hexdigest(),
        len(PDF),
        "application/pdf",
    )
    with take_out(owner, file) as content:
        assert content.read() == PDF


def test_handing_in_and_taking_out_each_leave_an_entry_without_the_name(owner):
    file = store(owner, name="極秘配合表.pdf", chunks=[PDF])
    take_out(owner, file).close()
    events = list(Entry.objects.order_by("index").values_list("event", flat=True))[-2:]
    assert events == ["papers:file:stored", "papers:file:taken_out"]
    assert all("配合" not in str(entry.detail) for entry in Entry.objects.all())


def _stored_files(folder):
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def test_what_lies_on_the_disk_is_neither_the_content_nor_named_by_its_hash(owner, tmp_path):
    file = store(owner, name="保管庫.pdf", chunks=[PDF])
    (path,) = _stored_files(tmp_path)
    assert b"%PDF" not in path.read_bytes()
    assert file.sha256 not in str(path)


@pytest.mark.parametrize("change", [lambda raw: raw[:-1], lambda raw: raw[:90] + b"!" + raw[91:]])
def test_an_altered_or_cut_file_is_not_handed_out_and_the_trail_says_so(owner, tmp_path, change):
    file = store(owner, name="保管庫.pdf", chunks=[PDF])
    (path,) = _stored_files(tmp_path)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(FileDamaged):
        take_out(owner, file)
    events = list(Entry.objects.order_by("index").values_list("event", flat=True))
    assert events[-1] == "papers:file:damaged"
    assert "papers:file:taken_out" not in events


def test_a_file_that_is_gone_is_told_the_same_way(owner, tmp_path):
    file = store(owner, name="保管庫.pdf", chunks=[PDF])
    _stored_files(tmp_path)[0].unlink()
    with pytest.raises(FileDamaged):
        take_out(owner, file)


def _send_the_rest(opened, sent):
    while piece := opened.read(1000):
        sent += piece


def test_damage_that_comes_while_it_is_sent_breaks_off_and_is_told(owner, tmp_path):
    content = PDF + os.urandom(300_000)
    file = store(owner, name="保管庫.pdf", chunks=[content])
    (path,) = _stored_files(tmp_path)
    with take_out(owner, file) as opened:
        sent = bytearray(opened.read(1000))
        with path.open("r+b") as raw:
            raw.seek(200_000)
            raw.write(b"!!!!")
        with pytest.raises(Damaged):
            _send_the_rest(opened, sent)
    assert content.startswith(sent)
    assert len(sent) < 200_000
    assert Entry.objects.order_by("-index").first().event == "papers:file:damaged"


def test_a_damaged_file_is_told_on_a_page_of_its_own(owner, tmp_path, rf):
    file = store(owner, name="保管庫.pdf", chunks=[PDF])
    _stored_files(tmp_path)[0].write_bytes(b"")
    request = rf.get("/")
    request.session = {}
    response = handed_out(
        request, lambda: take_out(owner, file), name=file.name, media_type=file.media_type, size=file.size
    )
    assert response.status_code == 410
    assert "預かった時のままではありません" in response.content.decode()


def test_a_program_called_pdf_is_refused_and_nothing_is_kept(owner, tmp_path):
    with pytest.raises(KindRefused):
        store(owner, name="見積.pdf", chunks=[b"MZ\x90\x00" + b"x" * 50])
    assert not File.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_empty_file_and_one_too_large_are_refused(owner):
    with pytest.raises(EmptyFile):
        store(owner, name="空.txt", chunks=[])
    with pytest.raises(TooLarge):
        store(owner, name="大きい.txt", chunks=[b"a" * 4096, b"a" * LARGEST_BYTES])
    assert not File.objects.exists()


def test_another_organisation_finds_no_such_file(owner):
    file = store(owner, name="控え.txt", chunks=[b"abc"])
    other = _owner("mihon-kanagata")
    with scope(organisation=other.organisation), pytest.raises(File.DoesNotExist):
        File.objects.get(pk=file.pk)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("写真.HEIC", b"\x00\x00\x00\x18ftypheic"),
        ("表.xlsx", b"PK\x03\x04...."),
        ("一覧.csv", "番号,名称".encode()),
    ],
)
def test_what_offices_use_is_taken(name, head):
    assert kind_of(name, head).media_type


@pytest.mark.parametrize(
    "name", ["page.html", "image.svg", "macro.xlsm", "run.exe", "script.js", "noending", ".pdf"]
)
def test_what_a_browser_would_run_is_not_taken(name):
    with pytest.raises(KindRefused):
        kind_of(name, b"%PDF-1.7")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\図面.pdf", "図面.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("見積\u202egpj.exe.pdf", "見積gpj.exe.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("", "file"),
        ("...", "file"),
    ],
)
def test_a_name_keeps_only_what_is_harmless(given, kept):
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_ending():
    assert len(clean_name("あ" * 300 + ".pdf")) == 200
    assert clean_name("あ" * 300 + ".pdf").endswith(".pdf")


@pytest.mark.django_db
def test_a_download_is_always_an_attachment(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(PDF)
    response = as_attachment(path.open("rb"), name="保管庫.pdf", media_type="application/pdf", size=len(PDF))
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    response.close()


def test_every_kind_has_a_media_type():
    assert all(kind.media_type for kind in kinds.KINDS.values())
