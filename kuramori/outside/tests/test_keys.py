import stat
import threading

import pytest

from kuramori.outside.keys import KeyUnreadable, secret_text


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    path = tmp_path / "data" / "secret.key"
    first = secret_text(path)
    assert secret_text(path) == first
    assert len(first) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_many_at_once_end_up_with_the_same_key(tmp_path):
    path, seen = tmp_path / "secret.key", []
    askers = [threading.Thread(target=lambda: seen.append(secret_text(path))) for _ in range(16)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(seen) == 16
    assert len(set(seen)) == 1


def test_an_empty_key_file_is_never_taken_for_a_key(tmp_path):
    path = tmp_path / "secret.key"
    path.touch()
    with pytest.raises(KeyUnreadable, match=r"secret\.key"):
        secret_text(path)
