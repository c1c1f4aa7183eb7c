"""The office and its child process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuramori.press import office as front
from kuramori.press.faults import GlyphMissing, PressFailed, PressTookTooLong
from kuramori.press.office import Office


@pytest.fixture
def drill() -> Iterator[Office]:
    office = Office(module="kuramori.press.tests.drill")
    yield office
    office.close()


def _is_alive(process: int | None) -> bool:
    try:
        os.kill(process or 0, 0)
    except ProcessLookupError:
        return False
    return process is not None


def _open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_no_child_runs_before_the_first_job(drill: Office) -> None:
    assert drill.child_id is None


def test_one_child_does_one_job_after_another(drill: Office) -> None:
    assert drill.ask("chatter", {}, [b"a", b"b"]) == b"ab"
    first = drill.child_id
    assert drill.ask("chatter", {}, [bytes(300_000)]) == bytes(300_000)
    assert drill.child_id == first


def test_a_slow_job_is_stopped_and_the_next_one_works(drill: Office) -> None:
    with pytest.raises(PressTookTooLong) as caught:
        drill.ask("sleep", {"seconds": 60}, limit_seconds=0.5)
    assert caught.value.seconds == 0.5
    assert "0.5秒" in caught.value.sentence()
    assert drill.ask("chatter", {}, [b"next"]) == b"next"


def test_a_child_that_falls_is_replaced(drill: Office) -> None:
    drill.ask("chatter", {})
    first = drill.child_id
    with pytest.raises(PressFailed):
        drill.ask("fall", {})
    assert not _is_alive(first)
    assert drill.ask("chatter", {}, [b"again"]) == b"again"


def test_a_child_that_died_between_two_jobs_is_replaced(drill: Office) -> None:
    drill.ask("chatter", {})
    process = drill.child_id
    assert process
    os.kill(process, 9)
    time.sleep(0.1)
    assert drill.ask("chatter", {}, [b"new"]) == b"new"


def test_a_job_that_wants_too_much_memory_is_refused(drill: Office) -> None:
    with pytest.raises(PressFailed, match="MemoryError"):
        drill.ask("hoard", {"bytes": 3 * 1024**3})
    assert drill.ask("chatter", {}, [b"fine"]) == b"fine"


def test_a_child_that_has_grown_fat_goes_home_after_its_answer(drill: Office) -> None:
    assert drill.ask("swell", {"bytes": 1024}) == bytes(1024 % 7)
    process = drill.child_id
    assert drill.ask("swell", {"bytes": 200 * 1024**2}) == bytes(200 * 1024**2 % 7)
    assert drill.child_id is None
    assert not _is_alive(process)


def test_a_strange_error_says_its_kind_and_not_what_people_wrote(drill: Office) -> None:
    with pytest.raises(PressFailed) as caught:
        drill.ask("stumble", {})
    assert "ValueError" in caught.value.sentence()
    assert "社外秘" not in caught.value.sentence()


def test_an_unknown_job_is_refused(drill: Office) -> None:
    with pytest.raises(PressFailed):
        drill.ask("paint", {})


def test_two_threads_at_once_each_get_their_own(drill: Office) -> None:
    got: dict[int, bytes] = {}

    def ask(number: int) -> None:
        got[number] = drill.ask("chatter", {}, [str(number).encode()])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: str(number).encode() for number in range(8)}


def test_an_idle_child_goes_home() -> None:
    office = Office(module="kuramori.press.tests.drill", idle_seconds=0.2)
    office.ask("chatter", {})
    process = office.child_id
    for _ in range(100):
        if not _is_alive(process):
            break
        time.sleep(0.05)
    assert not _is_alive(process)
    assert office.child_id is None
    assert office.ask("chatter", {}, [b"back"]) == b"back"
    office.close()


def test_nothing_is_left_open_or_running() -> None:
    office = Office(module="kuramori.press.tests.drill")
    office.ask("chatter", {})
    office.close()
    before = _open_files()
    for _ in range(5):
        office.ask("chatter", {})
        process = office.child_id
        with pytest.raises(PressFailed):
            office.ask("fall", {})
        office.close()
        assert not _is_alive(process)
    assert _open_files() == before


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # the case is a fork beside threads
def test_a_forked_worker_makes_its_own_child() -> None:
    office = front.office()
    office.ask("png", {"width": 16}, [b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'])
    ours = office.child_id
    reading, writing = os.pipe()
    worker = os.fork()
    if not worker:
        fresh = front.office()
        told = fresh is not office and fresh.child_id is None and office.child_id is None
        os.write(writing, b"y" if told else b"n")
        os._exit(0)
    os.waitpid(worker, 0)
    os.close(writing)
    assert os.read(reading, 1) == b"y"
    os.close(reading)
    assert front.office() is office
    assert office.child_id == ours
    assert _is_alive(ours)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this system shows no environment")
def test_our_secrets_do_not_reach_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURAMORI_SECRET_KEY", "open sesame")
    office = Office()
    office.ask("png", {"width": 16}, [b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'])
    assert b"open sesame" not in Path(f"/proc/{office.child_id}/environ").read_bytes()
    office.close()


def test_a_missing_glyph_has_a_sentence_that_names_it() -> None:
    fault = GlyphMissing("☑😀")
    assert fault.sentence() == (
        "印刷用の書体に 「☑」(U+2611)、「😀」(U+1F600) がありません。"
        "ほかの文字に直してから、もう一度お試しください。"
    )
    assert "“☑” (U+2611)" in fault.sentence("en")
