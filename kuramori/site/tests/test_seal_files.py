import hashlib
import json

from kuramori.ground.jobs.tasks import store as results
from kuramori.ground.papers.store import shelf
from kuramori.site import folder
from kuramori.site.seal_files import seal_files


def _in_clear(data, part, content):
    sha256 = hashlib.sha256(content).hexdigest()
    place = data / part / "kakuu" / sha256[:2]
    place.mkdir(parents=True)
    (place / sha256).write_bytes(content)
    return sha256


def test_evidence_and_results_of_an_older_version_are_sealed_and_still_open(settings, tmp_path):
    settings.DATA = tmp_path
    evidence = _in_clear(tmp_path, "files", b"a plan of the vault")
    result = _in_clear(tmp_path, "results", b"a bundle of reports")
    assert seal_files(tmp_path) == (2, 0)
    assert shelf().check("kakuu", evidence) == 19
    assert results().check("kakuu", result) == 19
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and b"vault" in p.read_bytes()]


def test_the_folder_is_walked_once_and_what_was_noted_before_stays(settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / folder.PREPARED).write_text('{"has_owner": true}')
    seal_files(tmp_path)
    assert json.loads((tmp_path / folder.PREPARED).read_text()) == {"has_owner": True, "files_sealed": True}
    _in_clear(tmp_path, "files", b"later")
    assert seal_files(tmp_path) == (0, 0)


def test_a_damaged_older_file_is_left_and_keeps_none_from_being_sealed(settings, tmp_path):
    settings.DATA = tmp_path
    sha256 = _in_clear(tmp_path, "files", b"whole")
    damaged = _in_clear(tmp_path, "files", b"damaged")
    (tmp_path / "files" / "kakuu" / damaged[:2] / damaged).write_bytes(b"other")
    assert seal_files(tmp_path) == (1, 1)
    assert shelf().check("kakuu", sha256) == 5
