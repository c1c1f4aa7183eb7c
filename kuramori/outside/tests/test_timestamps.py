from __future__ import annotations

import base64
import datetime
import random
import subprocess

import pytest

from kuramori.outside import timestamps
from kuramori.outside.net import AddressMalformed, AnswerTooLarge, PlaceRefused, Unreachable
from kuramori.outside.tests.listening import answer, listening
from kuramori.outside.tests.stamping import OTHER_POLICY, POLICY, serving, stamper
from kuramori.outside.timestamps import (
    Authority,
    PolicyMalformed,
    RootsUnreadable,
    StampRefused,
    StampWrong,
    stamp,
)

CONTENT = "証跡\n12\nroot\n".encode()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return stamper(tmp_path_factory.mktemp("tsa"))


def at(listener, made, **named):
    return Authority(f"http://127.0.0.1:{listener.port}/tsa", roots=made.roots, private_network=True, **named)


def test_a_time_stamp_tells_when_by_whom_and_under_which_policy(made):
    with serving(made) as listener:
        token = stamp(CONTENT, at(listener, made))
    now = datetime.datetime.now(datetime.UTC)
    assert abs((now - token.at).total_seconds()) < 60
    assert token.at.utcoffset() == datetime.timedelta(0)
    assert (token.policy, token.signer) == (POLICY, "CN=Stamp Signer")
    assert token.signer_until > now + datetime.timedelta(days=300)
    assert b"Content-Type: application/timestamp-query" in listener.asked[0]
    assert b"Authorization" not in listener.asked[0]


def test_the_policy_that_is_named_is_asked_for(made):
    with serving(made) as listener:
        assert stamp(CONTENT, at(listener, made, policy=OTHER_POLICY)).policy == OTHER_POLICY


def test_a_policy_that_the_authority_does_not_know_is_refused_by_it(made):
    with serving(made) as listener, pytest.raises(StampRefused) as refused:
        stamp(CONTENT, at(listener, made, policy="1.2.3.4"))
    assert "REJECTION" in str(refused.value)


def test_credentials_go_along_and_stay_out_of_what_is_printed(made):
    with serving(made) as listener:
        authority = at(listener, made, user="見本", password="geheim")
        stamp(CONTENT, authority)
    said = base64.b64encode("見本:geheim".encode())
    assert b"Authorization: Basic " + said in listener.asked[0]
    assert "geheim" not in repr(authority)


def test_credentials_never_leave_the_house_unencrypted(made):
    with pytest.raises(AddressMalformed):
        stamp(CONTENT, Authority("http://tsa.example/", roots=made.roots, user="a", password="b"))


def test_openssl_agrees_about_the_kept_answer(made, tmp_path):
    with serving(made) as listener:
        token = stamp(CONTENT, at(listener, made))
    (tmp_path / "data").write_bytes(CONTENT)
    (tmp_path / "r.tsr").write_bytes(token.der)
    told = subprocess.run(
        ["openssl", "ts", "-verify", "-data", "data", "-in", "r.tsr", "-CAfile", str(made.roots)],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert b"Verification: OK" in told.stdout
    assert timestamps.verified(token.der, CONTENT, made.roots, policy=POLICY) == token
    with pytest.raises(StampWrong):
        timestamps.verified(token.der, CONTENT + b"\n", made.roots)
    with pytest.raises(StampWrong):
        timestamps.verified(token.der, CONTENT, made.roots, policy=OTHER_POLICY)


@pytest.mark.parametrize("policy", ["", POLICY, "2.999.18446744073709551", "0.39", "1.2.840.113549"])
def test_openssl_reads_our_question(policy, tmp_path):
    (tmp_path / "q.tsq").write_bytes(timestamps.request(CONTENT, 0x7F00FF00FF00FF01, policy))
    told = subprocess.run(
        ["openssl", "ts", "-query", "-in", "q.tsq", "-text"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    assert "Hash Algorithm: sha256" in told
    assert "Certificate required: yes" in told
    assert "0x7F00FF00FF00FF01" in told
    assert ("Policy OID: unspecified" in told) == (not policy)


@pytest.mark.parametrize("policy", ["3.1", "1", "1..2", "1.40", "1.2.x", "1.02", "一.二", "1.2."])
def test_a_policy_that_is_no_oid_is_named(policy):
    with pytest.raises(PolicyMalformed):
        timestamps.request(CONTENT, 1, policy)


def test_an_answer_to_another_question_is_refused(made):
    """The nonce: an old answer for the same bytes."""
    old = []

    def again(der):
        old.append(der)
        return old[0]

    with serving(made, again) as listener:
        stamp(CONTENT, at(listener, made))
        with pytest.raises(StampWrong) as wrong:
            stamp(CONTENT, at(listener, made))
    assert "nonce" in wrong.value.en


def test_a_stamp_of_other_bytes_is_refused(made):
    other = made.reply(timestamps.request(b"other", 5))
    with serving(made, lambda der: other) as listener, pytest.raises(StampWrong) as wrong:
        stamp(CONTENT, at(listener, made))
    assert "stamps" in wrong.value.en


def test_an_authority_under_another_root_is_refused(made, tmp_path):
    stranger = stamper(tmp_path / "stranger")
    with serving(stranger) as listener, pytest.raises(StampWrong) as wrong:
        stamp(CONTENT, at(listener, made))
    assert "certificates" in wrong.value.en


def test_a_signer_whose_certificate_was_over_is_refused(tmp_path):
    late = stamper(tmp_path / "late", days=(-20, -10))
    with serving(late) as listener, pytest.raises(StampWrong):
        stamp(CONTENT, at(listener, late))


def test_changed_bytes_of_an_answer_are_never_taken(made):
    """Whatever bit is turned: refused by name, or a part that says nothing (the same time-stamp comes out)."""
    good = made.reply(timestamps.request(CONTENT, 5))
    kept = timestamps.verified(good, CONTENT, made.roots)
    chance = random.Random(3161)
    refused = 0
    for _ in range(400):
        spoiled = bytearray(good)
        spoiled[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        try:
            found = timestamps.verified(bytes(spoiled), CONTENT, made.roots)
        except (StampWrong, StampRefused):
            refused += 1
        else:
            assert (found.at, found.serial, found.policy) == (kept.at, kept.serial, kept.policy)
    assert refused > 300


@pytest.mark.parametrize(
    "der", [b"", b"\x30", b"\x00" * 100, b"<html>", b"\x30\x84\xff\xff\xff\xff" + b"x" * 50]
)
def test_garbage_is_refused_by_name(made, der):
    with serving(made, lambda _: der) as listener, pytest.raises(StampWrong):
        stamp(CONTENT, at(listener, made))


@pytest.mark.parametrize("status", ["401 Unauthorized", "500 Error", "302 Found", "204 No Content"])
def test_any_other_status_is_a_refusal(made, status):
    moved = answer(b"", status, "Location: http://127.0.0.1/")
    with listening(moved) as listener, pytest.raises(StampRefused) as refused:
        stamp(CONTENT, at(listener, made))
    assert status[:3] in refused.value.ja


def test_a_web_page_instead_of_a_stamp_is_refused(made):
    page = answer(b"<html>", "200 OK", "Content-Type: text/html")
    with listening(page) as listener, pytest.raises(StampWrong):
        stamp(CONTENT, at(listener, made))


def test_a_huge_answer_is_given_up(made):
    with serving(made, lambda der: der + b"\0" * 300_000) as listener, pytest.raises(AnswerTooLarge):
        stamp(CONTENT, at(listener, made))


def test_an_inner_authority_needs_the_settings_word(made):
    with serving(made) as listener, pytest.raises(PlaceRefused):
        stamp(CONTENT, Authority(f"http://127.0.0.1:{listener.port}/", roots=made.roots))
    assert listener.connections == 0


def test_nobody_listening_is_told_as_such(made):
    with listening(b"") as listener:
        pass
    with pytest.raises(Unreachable):
        stamp(CONTENT, at(listener, made))


@pytest.mark.parametrize("content", [None, b"", b"no pem"])
def test_roots_that_cannot_be_read_are_named_before_anything_is_asked(tmp_path, content):
    path = tmp_path / "my-roots.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RootsUnreadable, match=r"my-roots\.pem"):
        stamp(CONTENT, Authority("https://tsa.example/", roots=path))
