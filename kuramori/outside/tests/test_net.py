from __future__ import annotations

import gzip
import time

import pytest

from kuramori.outside.net import (
    AddressMalformed,
    AnswerBroken,
    AnswerTooLarge,
    CertificateRefused,
    NetFault,
    PlaceRefused,
    TooSlow,
    Unreachable,
    fetch,
    pinned_socket,
    resolving_with,
    tls_context,
)
from kuramori.outside.tests.listening import Authority, answer, listening

# Each leads, in some program's eyes, to this computer or another inner place; PORT is where a listener waits.
ODD_FORMS = [
    "http://2130706433:PORT/",
    "https://2130706433:PORT/",
    "https://017700000001:PORT/",
    "https://0x7f000001:PORT/",
    "https://0x7f.0.0.1:PORT/",
    "https://0X7F.1:PORT/",
    "https://0177.0.0.1:PORT/",
    "https://127.1:PORT/",
    "https://127.0.1:PORT/",
    "https://127.0.0.1.:PORT/",
    "https://127.000.000.001:PORT/",
    "https://127.0.0.1:PORT/",
    "http://127.0.0.1:PORT/",
    "https://127.0.0.2:PORT/",
    "https://127.255.255.254:PORT/",
    "https://0:PORT/",
    "https://0.0.0.0:PORT/",
    "https://0.0.0.1:PORT/",
    "https://10.0.0.1:PORT/",
    "https://172.16.0.1:PORT/",
    "https://192.168.0.1:PORT/",
    "https://100.64.0.1:PORT/",
    "https://100.100.100.200:PORT/",
    "https://169.254.169.254:PORT/latest/meta-data/",
    "https://192.0.0.192:PORT/",
    "https://192.0.2.1:PORT/",
    "https://192.88.99.1:PORT/",
    "https://198.18.0.1:PORT/",
    "https://198.51.100.1:PORT/",
    "https://203.0.113.1:PORT/",
    "https://224.0.0.1:PORT/",
    "https://240.0.0.1:PORT/",
    "https://255.255.255.255:PORT/",
    "https://256.0.0.1:PORT/",
    "https://[::1]:PORT/",
    "https://[::]:PORT/",
    "https://[0:0:0:0:0:0:0:1]:PORT/",
    "https://[::ffff:127.0.0.1]:PORT/",
    "https://[::ffff:7f00:1]:PORT/",
    "https://[::127.0.0.1]:PORT/",
    "https://[::ffff:0:127.0.0.1]:PORT/",
    "https://[64:ff9b::7f00:1]:PORT/",
    "https://[64:ff9b:1::7f00:1]:PORT/",
    "https://[2002:7f00:1::]:PORT/",
    "https://[2001:0:7f00:1::]:PORT/",
    "https://[2001:db8::1]:PORT/",
    "https://[3fff::1]:PORT/",
    "https://[100::1]:PORT/",
    "https://[fe80::1]:PORT/",
    "https://[fe80::1%25lo]:PORT/",
    "https://[fe80::1%lo]:PORT/",
    "https://[fec0::1]:PORT/",
    "https://[fd00:ec2::254]:PORT/",
    "https://[fc00::1]:PORT/",
    "https://[ff02::1]:PORT/",
    "https://[::1:PORT/",
    "https://[127.0.0.1]:PORT/",
    "https://localhost:PORT/",
    "https://LOCALHOST:PORT/",
    "https://localhost.:PORT/",
    "https://good.example@127.0.0.1:PORT/",
    "https://good.example:x@127.0.0.1:PORT/",
    "https://127.0.0.1:PORT@good.example/",
    "https://127.0.0.1:PORT\\@good.example/",
    "https://good.example\\@127.0.0.1:PORT/",
    "https:\\\\127.0.0.1:PORT/",
    "https:/127.0.0.1:PORT/",
    "https:127.0.0.1:PORT/",
    "//127.0.0.1:PORT/",
    "127.0.0.1:PORT",
    "https://127。0。0。1:PORT/",
    "https://127.0.0.1:PORT/",
    "https://①②⑦.0.0.1:PORT/",
    "https://ⓛocalhost:PORT/",
    "https://127.0.0.1%00.good.example:PORT/",
    "https://127.0.0.1%2f:PORT/",
    "https://%6c%6fcalhost:PORT/",
    "https://127.0.0.1:PORT\r\nHost: good.example/",
    "https://127.0.0.1:PORT/\r\nX-Made-Up: 1",
    "https://127.0.0.1:PORT/ HTTP/1.1\r\n\r\nGET /",
    "https://127.0.0.1 :PORT/",
    " https://127.0.0.1:PORT/",
    "https://127.0.0.1:PORT/#@good.example/",
    "https://good.example#@127.0.0.1:PORT/",
    "https://127.0.0.1:/",
    "https://127.0.0.1:0/",
    "https://127.0.0.1:00PORT/",
    "https://127.0.0.1:+PORT/",
    "https://127.0.0.1:PORT0000/",
    "https://:PORT/",
    "https:///",
    "https://.:PORT/",
    "https://..localhost:PORT/",
    "https://a..b:PORT/",
    "https://-a.example:PORT/",
    "https://a_b.example:PORT/",
    "https://127.0.0.1:PORT:PORT/",
    "https://good.example.0x7f000001:PORT/",
    "https://good.example.1:PORT/",
    "HTTPS://127.0.0.1:PORT/",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_x",
    "file:///etc/passwd",
    "data:,x",
    "dict://127.0.0.1:PORT/",
    "ldap://127.0.0.1:PORT/",
    "unix:///var/run/docker.sock",
    "jar:https://127.0.0.1:PORT/!/",
    "",
]


def test_there_are_many_forms():
    assert len(set(ODD_FORMS)) >= 100


@pytest.mark.parametrize("form", ODD_FORMS)
def test_no_odd_form_of_an_address_makes_a_connection(form):
    with (
        listening(answer()) as listener,
        resolving_with(lambda name: ["127.0.0.1"]),
        pytest.raises((AddressMalformed, PlaceRefused)),
    ):
        fetch(form.replace("PORT", str(listener.port)), timeout_seconds=2)
    assert listener.connections == 0


def test_a_written_address_with_an_honest_name_would_be_asked_for():
    """So the forms above are refused for what they are, not because everything is."""
    asked = []

    def ask(name):
        asked.append(name)
        return []

    with resolving_with(ask), pytest.raises(Unreachable):
        fetch("https://Good-1.example.co.jp:8443/a/b?c=d%20e")
    assert asked == ["good-1.example.co.jp"]


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["93.184.215.14", "127.0.0.1"],
        ["127.0.0.1", "93.184.215.14"],
        ["93.184.215.14", "10.1.2.3"],
        ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::1"],
        ["93.184.215.14", "::ffff:127.0.0.1"],
        ["93.184.215.14", "169.254.169.254"],
        ["fe80::1%lo"],
    ],
)
def test_one_inner_address_among_those_of_a_name_refuses_the_name(found):
    with (
        listening(answer()) as listener,
        resolving_with(lambda name: found),
        pytest.raises(PlaceRefused) as refused,
    ):
        fetch(f"https://rebind.example:{listener.port}/")
    assert listener.connections == 0
    assert "rebind.example" in refused.value.told("ja")
    assert "not connected" in refused.value.told("en")


@pytest.mark.parametrize(
    "place", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "::ffff:127.0.0.1", "fd00:ec2::254"]
)
def test_even_where_private_places_are_allowed_some_are_not(place):
    with resolving_with(lambda name: ["127.0.0.1", place]), pytest.raises(PlaceRefused):
        fetch("https://inner.example/", allow_private=True)


def test_a_name_is_asked_for_once_and_what_it_answers_later_does_not_matter():
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    asked = []

    def rebinding(name):
        asked.append(name)
        return answers[len(asked) - 1]

    with listening(answer(b"first")) as listener, resolving_with(rebinding):
        got = fetch(f"http://rebind.example:{listener.port}/", allow_private=True)
    assert got.body == b"first"
    assert asked == ["rebind.example"]
    assert f"Host: rebind.example:{listener.port}".encode() in listener.asked[0]


def test_plain_http_needs_a_private_place_or_the_askers_word():
    with pytest.raises(AddressMalformed):
        fetch("http://good.example/")
    with resolving_with(lambda name: ["93.184.215.14"]), pytest.raises(PlaceRefused) as refused:
        fetch("http://good.example/", allow_private=True)
    assert "https://" in refused.value.ja
    with (
        listening(answer()) as listener,
        resolving_with(lambda name: ["127.0.0.1"]),
        pytest.raises(PlaceRefused),
    ):
        fetch(f"http://good.example:{listener.port}/", plain_http=True)
    assert listener.connections == 0


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_told_and_not_followed(status):
    with listening(answer()) as inner:
        moved = answer(b"", status, f"Location: http://127.0.0.1:{inner.port}/")
        with listening(moved) as listener:
            got = fetch(f"http://127.0.0.1:{listener.port}/", allow_private=True)
    assert got.status == int(status[:3])
    assert got.headers["location"].startswith("http://127.0.0.1")
    assert (listener.connections, inner.connections) == (1, 0)


def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    with listening(answer(b"proxy")) as proxy, listening(answer(b"right")) as listener:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert fetch(f"http://127.0.0.1:{listener.port}/", allow_private=True).body == b"right"
    assert proxy.connections == 0


def test_what_is_sent_is_what_was_said():
    with listening(answer()) as listener:
        fetch(
            f"http://127.0.0.1:{listener.port}/a?b=c",
            method="POST",
            headers={"Content-Type": "application/timestamp-query"},
            body=b"12345",
            allow_private=True,
        )
    head, _, _ = listener.asked[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /a?b=c HTTP/1.1"
    assert sorted(lines[1:]) == [
        "Accept-Encoding: identity",
        "Connection: close",
        "Content-Length: 5",
        "Content-Type: application/timestamp-query",
        f"Host: 127.0.0.1:{listener.port}",
        "User-Agent: kuramori",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "1\r\nX-B: 2"),
        ("X-A", "1\r\n folded"),
        ("X-A", "1\n"),
        ("X-A\r\nX-B", "1"),
        ("X A", "1"),
        ("Host", "inner.example"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "3"),
        ("X-A", "日本"),
    ],
)
def test_headers_that_could_mean_two_things_are_not_sent(name, value):
    with listening(answer()) as listener, pytest.raises(AddressMalformed):
        fetch(f"http://127.0.0.1:{listener.port}/", headers={name: value}, allow_private=True)
    assert listener.connections == 0


def drip(talk, _asked):
    """One byte each 50 ms: no single wait is long."""
    for byte in answer(b"x" * 1000):
        talk.sendall(bytes([byte]))
        time.sleep(0.05)


def silent(talk, _asked):
    time.sleep(5)


def half(talk, _asked):
    talk.sendall(answer(b"x" * 100)[:-50])
    time.sleep(5)


@pytest.mark.parametrize("speak", [drip, silent, half])
def test_a_slow_answer_ends_when_the_time_is_over(speak):
    began = time.monotonic()
    with listening(speak) as listener, pytest.raises(TooSlow):
        fetch(f"http://127.0.0.1:{listener.port}/", allow_private=True, timeout_seconds=0.5)
    assert time.monotonic() - began < 1.5


def test_a_slow_name_service_ends_too():
    began = time.monotonic()
    with resolving_with(lambda name: time.sleep(3) or ["127.0.0.1"]), pytest.raises(TooSlow):
        fetch("https://slow.example/", timeout_seconds=0.3)
    assert time.monotonic() - began < 1.5


def test_a_handshake_that_never_ends_ends():
    began = time.monotonic()

    def mute(talk, _asked):
        time.sleep(5)

    with listening(mute) as listener, pytest.raises(TooSlow):
        fetch(f"https://127.0.0.1:{listener.port}/", allow_private=True, timeout_seconds=0.4)
    assert time.monotonic() - began < 1.5


def endless(first):
    def speak(talk, _asked):
        talk.sendall(first)
        while True:
            talk.sendall(b"x" * 65536)

    return speak


def endless_chunks(talk, _asked):
    talk.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        talk.sendall(b"1\r\nx\r\n" * 1000)


def endless_continue(talk, _asked):
    while True:
        talk.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def endless_headers(talk, _asked):
    talk.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        talk.sendall(b"X-A: " + b"x" * 1000 + b"\r\n")


@pytest.mark.parametrize(
    "speak",
    [
        endless(b"HTTP/1.1 200 OK\r\n\r\n"),
        endless(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"),
        endless(b"HTTP/1.1 200 "),
        endless(b"HTTP/1.1 200 OK\r\nX-A: "),
        endless_chunks,
        endless_continue,
        endless_headers,
        answer(b"x" * 2001),
    ],
)
def test_an_endless_or_large_answer_is_given_up(speak):
    with listening(speak) as listener, pytest.raises((AnswerTooLarge, AnswerBroken)):
        fetch(f"http://127.0.0.1:{listener.port}/", allow_private=True, limit_bytes=2000, timeout_seconds=5)


def test_an_answer_of_exactly_the_limit_is_taken():
    with listening(answer(b"x" * 2000)) as listener:
        got = fetch(f"http://127.0.0.1:{listener.port}/", allow_private=True, limit_bytes=2000)
    assert got.body == b"x" * 2000


@pytest.mark.parametrize(
    "speak",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n",
        b"HTTP/1.1 999999 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: 1\r\n" * 150 + b"\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 900) for n in range(60)) + b"\r\n",
        answer(gzip.compress(b"x" * 1000, mtime=0), "200 OK", "Content-Encoding: gzip"),
        answer(b"x", "200 OK", "Content-Encoding: br"),
    ],
)
def test_an_answer_that_contradicts_itself_is_not_used(speak):
    with listening(speak) as listener, pytest.raises((AnswerBroken, Unreachable)):
        fetch(f"http://127.0.0.1:{listener.port}/", allow_private=True, timeout_seconds=5)


def test_a_chunked_answer_and_one_without_a_body_are_read():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: Text/Plain; a=b\r\n\r\n"
    chunked = head + b"2\r\nok\r\n0\r\n\r\n"
    with listening(chunked) as listener:
        got = fetch(f"http://127.0.0.1:{listener.port}/", allow_private=True)
    assert (got.body, got.kind) == (b"ok", "text/plain")
    with listening(b"HTTP/1.1 204 No Content\r\n\r\n") as listener:
        assert fetch(f"http://127.0.0.1:{listener.port}/", allow_private=True).body == b""
    with listening(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n") as listener:
        got = fetch(f"http://127.0.0.1:{listener.port}/", method="HEAD", allow_private=True)
    assert got.body == b""


def test_nobody_listening_is_said_by_the_machines_name(unused_port):
    with pytest.raises(Unreachable) as fault:
        fetch(f"http://127.0.0.1:{unused_port}/?token=geheim", allow_private=True)
    assert "127.0.0.1" in str(fault.value)
    assert "geheim" not in fault.value.ja + fault.value.en


@pytest.fixture
def unused_port():
    with listening(b"") as listener:
        return listener.port


def test_tls_goes_to_the_pinned_address_with_the_names_certificate(tmp_path):
    authority = Authority(tmp_path)
    with (
        listening(answer(b"safe"), authority.serving("witness.example")) as listener,
        resolving_with(lambda name: ["127.0.0.1"]),
    ):
        url = f"https://witness.example:{listener.port}/"
        got = fetch(url, allow_private=True, authorities=authority.pem)
        assert got.body == b"safe"
        with pytest.raises(CertificateRefused):
            fetch(url, allow_private=True)  # the system does not know this authority
        with pytest.raises(CertificateRefused):
            fetch(url, allow_private=True, authorities=Authority(tmp_path, "Another").pem)
    assert len(listener.asked) == 1


@pytest.mark.parametrize(("name", "expired"), [("other.example", False), ("witness.example", True)])
def test_a_certificate_for_another_name_or_out_of_date_is_refused(tmp_path, name, expired):
    authority = Authority(tmp_path)
    with (
        listening(answer(b"no"), authority.serving(name, expired=expired)) as listener,
        resolving_with(lambda name: ["127.0.0.1"]),
        pytest.raises(CertificateRefused),
    ):
        fetch(f"https://witness.example:{listener.port}/", allow_private=True, authorities=authority.pem)
    assert listener.asked == []


def test_a_slow_answer_over_tls_ends_too(tmp_path):
    authority = Authority(tmp_path)
    began = time.monotonic()
    with listening(drip, authority.serving("127.0.0.1")) as listener, pytest.raises(TooSlow):
        fetch(
            f"https://127.0.0.1:{listener.port}/",
            allow_private=True,
            authorities=authority.pem,
            timeout_seconds=0.6,
        )
    assert time.monotonic() - began < 2


def test_the_second_address_is_tried_when_the_first_does_not_answer():
    with listening(answer(b"here")) as listener, resolving_with(lambda name: ["::1", "127.0.0.1"]):
        assert fetch(f"http://two.example:{listener.port}/", allow_private=True).body == b"here"


def test_a_socket_for_mail_follows_the_same_rules(tmp_path):
    authority = Authority(tmp_path)
    with (
        listening(answer(), authority.serving("mail.example")) as listener,
        resolving_with(lambda name: ["127.0.0.1"]),
    ):
        with pytest.raises(PlaceRefused):
            pinned_socket("mail.example", listener.port)
        for host in ("127.1", "mail.example.", "mail.example%00", "a@b", "[::ffff:127.0.0.1]", "::1%lo"):
            with pytest.raises(NetFault):
                pinned_socket(host, listener.port)
        with pytest.raises(AddressMalformed):
            pinned_socket("mail.example", 0)
        assert listener.connections == 0
        with pinned_socket(
            "mail.example", listener.port, allow_private=True, tls=tls_context(authority.pem)
        ) as talk:
            talk.sendall(b"EHLO\r\n\r\n")
            assert talk.recv(15) == b"HTTP/1.1 200 OK"


def test_a_socket_for_mail_ends_with_its_time_unless_it_is_given_more():
    with (
        listening(silent) as listener,
        pinned_socket("127.0.0.1", listener.port, allow_private=True, timeout_seconds=0.2) as talk,
    ):
        with pytest.raises(TimeoutError):
            talk.recv(1)
        talk.ends_at = time.monotonic() + 5
        talk.sendall(b"x")
