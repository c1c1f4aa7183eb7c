import hashlib

import pytest
from django_scopes import scope

from kuramori.ground.papers import kinds
from kuramori.ground.papers.answer import as_attachment
from kuramori.ground.papers.kinds import KindRefused, clean_name, kind_of
from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import LARGEST_BYTES, EmptyFile, store, take_out
from kuramori.ground.people.access import actor_for
from kuramori.ground.people.found import found
from kuramori.ground.people.models import Account, OrganisationKind
from kuramori.ground.trail.models import Entry
from kuramori.outside.store import TooLarge

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
    events = list(Entry.objects.order_by("id").values_list("event", flat=True))[-2:]
    assert events == ["papers:file:stored", "papers:file:taken_out"]
    assert all("配合" not in str(detail) for detail in Entry.objects.values_list("detail", flat=True))


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
