"""A time-stamp beside a checkpoint: judged by openssl where roots are given, left open where not."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from kuramori.rules import merkle
from tests.trail import made

SETTINGS = """
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[signer]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run([str(shutil.which("openssl")), *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time-stamping authority of our own."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "settings").write_text(SETTINGS, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    new = ["req", "-newkey", "rsa:2048", "-nodes", "-config", "settings"]
    openssl(
        folder,
        *new,
        "-x509",
        "-extensions",
        "root",
        "-subj",
        "/CN=root",
        "-keyout",
        "root.key",
        "-out",
        "root.pem",
    )
    openssl(folder, *new, "-subj", "/CN=tsa", "-keyout", "tsa.key", "-out", "tsa.csr")
    openssl(
        folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "2",
        "-extfile", "settings", "-extensions", "signer", "-out", "tsa.pem",
    )  # fmt: skip
    return folder


def stamped(authority: Path, body: bytes, *, bare: bool = False) -> bytes:
    (authority / "body").write_bytes(body)
    openssl(authority, "ts", "-query", "-data", "body", "-sha256", "-cert", "-out", "query")
    openssl(
        authority, "ts", "-reply", "-config", "settings", "-queryfile", "query", "-signer", "tsa.pem",
        "-inkey", "tsa.key", "-out", "reply", *(["-token_out"] if bare else []),
    )  # fmt: skip
    return (authority / "reply").read_bytes()


@pytest.fixture
def members() -> dict[str, bytes]:
    return made.log_of(20).pack([3])


def body_of(members: dict[str, bytes]) -> bytes:
    return members["checkpoint"].partition(b"\n\n")[0] + b"\n"


@pytest.mark.parametrize("bare", [True, False])
def test_a_stamp_is_good_by_its_authoritys_roots_alone(
    authority: Path, tmp_path: Path, members: dict[str, bytes], bare: bool
) -> None:
    folder = made.laid(
        tmp_path / "pack", {**members, "checkpoint.tsr": stamped(authority, body_of(members), bare=bare)}
    )
    code, reasons = made.judged(folder, roots=str(authority / "root.pem"))
    assert code == 0, reasons
    assert "tsr_ok" in reasons
    # What cannot be checked here is said, and the rest stands.
    assert made.judged(folder)[0] == 0
    assert "tsr_roots" in made.judged(folder)[1]
    assert "tsr_ok" not in made.judged(folder)[1]
    (tmp_path / "other.pem").write_bytes((authority / "tsa.pem").read_bytes())
    openssl(authority, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", "settings", "-extensions", "root",
            "-subj", "/CN=stranger", "-keyout", "stranger.key", "-out", "stranger.pem")  # fmt: skip
    assert made.judged(folder, roots=str(authority / "stranger.pem"))[1] >= {"tsr_bad"}


def test_a_stamp_over_another_checkpoint_is_refused_without_openssl(
    authority: Path, tmp_path: Path, members: dict[str, bytes]
) -> None:
    token = stamped(authority, body_of(made.log_of(21).pack([3])))
    folder = made.laid(tmp_path / "pack", {**members, "checkpoint.tsr": token})
    code, reasons = made.judged(folder)
    assert code == 1
    assert "tsr_other" in reasons


def test_a_damaged_stamp_is_never_called_good(
    authority: Path, tmp_path: Path, members: dict[str, bytes]
) -> None:
    token = stamped(authority, body_of(members))
    for at in (1, 50, 100, 200, 255):  # the signature itself comes last
        damaged = token[:-at] + bytes([token[-at] ^ 1]) + token[len(token) - at + 1 :]
        folder = made.laid(tmp_path / str(at), {**members, "checkpoint.tsr": damaged})
        assert made.judged(folder, roots=str(authority / "root.pem"))[0] == 1
        assert "tsr_ok" not in made.judged(folder)[1]
    folder = made.laid(tmp_path / "short", {**members, "checkpoint.tsr": token[: len(token) // 2]})
    assert made.judged(folder, roots=str(authority / "root.pem"))[0] == 1


def test_without_openssl_the_stamp_alone_stays_open(
    authority: Path, tmp_path: Path, members: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made.laid(tmp_path / "pack", {**members, "checkpoint.tsr": stamped(authority, body_of(members))})
    monkeypatch.setattr(made.verifier().shutil, "which", lambda name: None)
    code, reasons = made.judged(folder, roots=str(authority / "root.pem"))
    assert code == 0
    assert "tsr_openssl" in reasons
    assert "tsr_ok" not in reasons


def stamped_before(log: made.MadeLog, old: int) -> tuple[bytes, bytes]:
    """What was stamped when the log had `old` entries, and the way from there to the pack's."""
    body = log.checkpoint(old).partition("\n\n")[0] + "\n"
    way = merkle.consistency(old, log.size, log.node())
    lines = [f"{base64.b64encode(one).decode()}\n" for one in way]
    return body.encode(), "".join([body, "\n", *lines]).encode()


def test_a_stamp_of_the_day_before_leads_to_the_packs_checkpoint(authority: Path, tmp_path: Path) -> None:
    log = made.log_of(20)
    members = log.pack([3])
    for old in (1, 7, 8, 13, 20, log.size):
        body, link = stamped_before(log, old)
        whole = {**members, "checkpoint.tsr": stamped(authority, body), "stamped": link}
        folder = made.laid(tmp_path / f"{old}", whole)
        code, reasons = made.judged(folder, roots=str(authority / "root.pem"))
        assert (code, reasons >= {"tsr_ok", "tsr_over"}) == (0, True), (old, reasons)
        assert made.judged(folder)[0] == 0


def test_a_stamp_that_does_not_lead_there_is_refused(authority: Path, tmp_path: Path) -> None:
    log, other = made.log_of(20), made.log_of(23)
    members = log.pack([3])
    body, link = stamped_before(log, 13)
    token = stamped(authority, body)
    wrong = {
        "another": stamped_before(other, 22)[1],
        "longer": stamped_before(log, 7)[1].replace(b"\n7\n", b"\n9\n"),
        "cut": link[: link.rindex(b"\n", 0, -1) + 1],
        "no way": link.partition(b"\n\n")[0],
        "name": link.replace(b"kuramori/0", b"kuramori/1", 1),
    }
    for name, content in wrong.items():
        folder = made.laid(tmp_path / name, {**members, "checkpoint.tsr": token, "stamped": content})
        assert made.judged(folder, roots=str(authority / "root.pem"))[0] == 1, name
    alone = made.laid(tmp_path / "alone", {**members, "stamped": link})
    assert made.judged(alone)[0] == 1


def test_a_stamp_and_its_checkpoint_can_be_checked_by_themselves(authority: Path, tmp_path: Path) -> None:
    log = made.log_of(9)
    (tmp_path / "checkpoint").write_text(log.checkpoint(), encoding="utf-8")
    (tmp_path / "a.tsr").write_bytes(
        stamped(authority, log.checkpoint().partition("\n\n")[0].encode() + b"\n")
    )
    both = (tmp_path / "checkpoint", tmp_path / "a.tsr")
    code, reasons = made.judged(*both, keys=(log.signer.verifier.text,), roots=str(authority / "root.pem"))
    assert (code, reasons) == (0, {"tsr_ok", "nothing_outside"})
