"""Handing over one mail: what the server answers at each step decides its fate, and only one silence is a doubt."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kuramori.outside.mail import Answer, Fate, NoConnection, Server, Stage, connection
from kuramori.outside.net import resolving_with
from kuramori.outside.tests.letterbox import CUT, Letterbox, letterbox
from kuramori.outside.tests.listening import Authority, listening

MAIL = b"Subject: x\r\n\r\nhello\r\n"
SENDER, TO = "kura@kakuu.example", "ito@torihiki.example"


def _server(box: Letterbox, **fields: Any) -> Server:
    plain = {"host": box.host, "port": box.port, "security": "none", "private_network": True}
    return Server(**{**plain, **fields})


@contextmanager
def _greeting(words: bytes) -> Iterator[int]:
    """Something on a port of this computer that says `words` to one caller and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            came, _address = listener.accept()
            with came, contextlib.suppress(OSError):
                came.sendall(words)

        talking = threading.Thread(target=greet)
        talking.start()
        yield listener.getsockname()[1]
        talking.join()


def _hand_over(box: Letterbox, content: bytes = MAIL, **fields: Any) -> Answer:
    with connection(_server(box, **fields)) as line:
        return line.hand_over(SENDER, TO, content)


def test_a_mail_that_the_server_takes_is_sent() -> None:
    with letterbox() as box:
        assert _hand_over(box) == Answer(Fate.SENT, Stage.TEXT, 250, "2.0.0")
        assert box.mails == [(TO, MAIL)]


def test_many_mails_go_over_one_connection() -> None:
    with letterbox() as box:
        with connection(_server(box)) as line:
            assert {line.hand_over(SENDER, TO, MAIL).fate for _ in range(20)} == {Fate.SENT}
        assert (box.connections, len(box.mails)) == (1, 20)


@pytest.mark.parametrize(
    "content", [b".\r\n", b"a\r\n.\r\nb\r\n", b"..a\r\n.b\r\n", b"a\r\n\r\n.\r\n\r\n", b"no end"]
)
def test_lines_that_begin_with_a_dot_arrive_as_they_were(content: bytes) -> None:
    with letterbox() as box:
        assert _hand_over(box, MAIL + content).fate is Fate.SENT
        whole = content if content.endswith(b"\r\n") else content + b"\r\n"
        assert box.mails == [(TO, MAIL + whole)]


@pytest.mark.parametrize("line_end", [b"\n.\n", b"\n.\r\n", b"\r.\r\n", b"\r\n.\n", b"\r.\r"])
def test_no_line_end_smuggles_a_second_mail_in(line_end: bytes) -> None:
    with letterbox() as box:
        second = b"MAIL FROM:<a@evil.example>\r\nRCPT TO:<b@evil.example>\r\nDATA\r\nowned\r\n.\r\n"
        assert _hand_over(box, MAIL + b"a" + line_end + second).fate is Fate.SENT
        assert [to for to, _content in box.mails] == [TO]


@pytest.mark.parametrize(
    ("step", "words", "fate", "stage"),
    [
        ("on_mail", "550 5.7.1 who are you", Fate.REFUSED, Stage.SENDER),
        ("on_mail", "451 4.3.0 later", Fate.LATER, Stage.SENDER),
        ("on_rcpt", "550 5.1.1 nobody", Fate.REFUSED, Stage.RECIPIENT),
        ("on_rcpt", "452 4.2.2 full", Fate.LATER, Stage.RECIPIENT),
        ("on_data", "552 5.3.4 too large", Fate.REFUSED, Stage.TEXT),
        ("on_data", "451 4.7.1 greylisted", Fate.LATER, Stage.TEXT),
    ],
)
def test_a_no_is_for_now_or_for_good_as_the_server_says(
    step: str, words: str, fate: Fate, stage: Stage
) -> None:
    with letterbox() as box:
        setattr(box, step, lambda _address: words)
        code, enhanced = words.split()[:2]
        with connection(_server(box)) as line:
            answer = line.hand_over(SENDER, TO, MAIL)
            assert answer == Answer(fate, stage, int(code), enhanced)
            # The connection is still good for the next mail.
            setattr(box, step, lambda _address: None)
            assert line.hand_over(SENDER, TO, MAIL).fate is Fate.SENT


@pytest.mark.parametrize("step", ["on_mail", "on_rcpt"])
def test_a_connection_that_breaks_before_the_text_leaves_no_doubt(step: str) -> None:
    with letterbox() as box:
        setattr(box, step, lambda _address: CUT)
        answer = _hand_over(box)
        assert (answer.fate, answer.is_over) == (Fate.LATER, True)
        assert box.mails == []


def test_a_connection_that_breaks_after_the_text_leaves_a_doubt() -> None:
    with letterbox() as box:
        box.on_data = lambda _address: CUT
        assert _hand_over(box) == Answer(Fate.UNKNOWN, Stage.TEXT, is_over=True)


def test_a_server_that_is_closing_takes_nothing_and_the_connection_is_over() -> None:
    with letterbox() as box:
        box.on_rcpt = lambda _address: "421 4.3.2 closing"
        assert _hand_over(box) == Answer(Fate.LATER, Stage.RECIPIENT, 421, "4.3.2", is_over=True)


def test_a_server_that_never_answers_the_text_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuramori.outside.mail.ANSWER_SECONDS", 0.3)
    with letterbox() as box:
        box.slow_answer = 1.0
        assert _hand_over(box).fate is Fate.UNKNOWN


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_over_tls_that_a_named_authority_vouches_for(security: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    serving: dict[str, Any] = {security: authority.serving("mail.example", "127.0.0.1")}
    with letterbox(**serving) as box, resolving_with(lambda _name: ["127.0.0.1"]):
        fields: dict[str, Any] = {
            "security": security,
            "authorities": str(authority.pem),
            "host": "mail.example",
        }
        assert _hand_over(box, **fields).fate is Fate.SENT


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("wrong", ["stranger", "other name", "expired"])
def test_a_certificate_that_does_not_hold_ends_it_before_any_mail(
    security: str, wrong: str, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    trusted = Authority(tmp_path, "another") if wrong == "stranger" else authority
    names = ("wrong.example",) if wrong == "other name" else ("mail.example",)
    serving: dict[str, Any] = {security: authority.serving(*names, expired=wrong == "expired")}
    with letterbox(**serving) as box, resolving_with(lambda _name: ["127.0.0.1"]):
        fields: dict[str, Any] = {
            "security": security,
            "authorities": str(trusted.pem),
            "host": "mail.example",
        }
        with pytest.raises(NoConnection) as refused:
            _hand_over(box, **fields)
        assert refused.value.answer.stage is Stage.TLS
        assert box.mails == []


def test_a_server_without_starttls_gets_no_mail_where_starttls_is_set() -> None:
    with letterbox() as box, pytest.raises(NoConnection) as refused:
        _hand_over(box, security="starttls")
    assert refused.value.answer.stage is Stage.TLS


def test_the_house_signs_in_and_a_wrong_password_is_told_as_such(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with letterbox(starttls=authority.serving("127.0.0.1"), password="himitsu") as box:
        fields: dict[str, Any] = {"security": "starttls", "authorities": str(authority.pem), "user": "kura"}
        assert _hand_over(box, **fields, password="himitsu").fate is Fate.SENT
        with pytest.raises(NoConnection) as refused:
            _hand_over(box, **fields, password="wrong")
        assert (refused.value.answer.stage, refused.value.answer.code) == (Stage.LOGIN, 535)
        assert box.logins[0] == ("kura", "himitsu")


def test_the_password_shows_in_no_text_of_the_settings() -> None:
    assert "himitsu" not in repr(Server(host="mail.example", user="kura", password="himitsu"))


def test_a_private_address_is_refused_unless_it_is_allowed() -> None:
    with letterbox() as box:
        with pytest.raises(NoConnection) as refused:
            _hand_over(box, private_network=False)
        assert refused.value.answer.stage is Stage.PRIVATE
        assert box.connections == 0


def test_nobody_there_is_told_as_a_server_that_cannot_be_reached() -> None:
    with letterbox() as box:
        pass
    with pytest.raises(NoConnection) as refused:
        _hand_over(box)
    assert refused.value.answer == Answer(Fate.LATER, Stage.CONNECT, is_over=True)


@pytest.mark.parametrize(
    "greeting",
    [b"554 no service\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"\xff\xfe\r\n", b"x" * 100_000],
)
def test_whatever_else_listens_there_is_no_mail_server(
    greeting: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kuramori.outside.mail.CONNECT_SECONDS", 2)

    with _greeting(greeting) as port, pytest.raises(NoConnection) as refused:
        _hand_over(Letterbox(port=port))
    assert refused.value.answer.fate is Fate.LATER


def test_a_listener_that_says_nothing_is_left_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuramori.outside.mail.CONNECT_SECONDS", 0.3)
    with listening(b"") as silent, pytest.raises(NoConnection):
        _hand_over(Letterbox(port=silent.port))
