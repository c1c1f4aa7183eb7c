"""What a mail looks like on its way: headers that nothing can break, text that every program reads."""

from __future__ import annotations

import datetime
import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.ground.post.addresses import AddressUnusable, checked, one_line
from kuramori.ground.post.letter import (
    LARGEST_ATTACHMENTS,
    Attachment,
    Envelope,
    Letter,
    LetterTooLarge,
    composed,
    letter_from,
)

AT = datetime.datetime(2026, 11, 22, 1, 2, 3, tzinfo=datetime.UTC)
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"}


def _composed(letter: Letter, *, name: str = "伊藤 様", sender_name: str = "架空精工") -> bytes:
    envelope = Envelope("kura@kakuu.example", sender_name, "ito@x.example", name, "1@kakuu.example", AT)
    return composed(letter, envelope)


def _read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_is_plain_text_with_the_headers_that_programs_ask_for() -> None:
    message = _read(_composed(Letter("ご案内", "本文です。\n𠮷田様、髙橋様\n")))
    assert message["Subject"] == "ご案内"
    assert message["From"].addresses[0].display_name == "架空精工"
    assert message["To"].addresses[0].display_name == "伊藤 様"
    assert message["To"].addresses[0].addr_spec == "ito@x.example"
    assert message["Date"] == "Sun, 22 Nov 2026 10:02:03 +0900"
    assert message["Message-ID"] == "<1@kakuu.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content() == "本文です。\n𠮷田様、髙橋様\n"


def test_nothing_in_a_letter_is_html_or_fetched_from_elsewhere() -> None:
    content = _composed(Letter("<b>x</b>", "<img src='http://x.example/1.gif'>"))
    assert {part.get_content_type() for part in _read(content).walk()} == {"text/plain"}


@pytest.mark.parametrize(
    "subject",
    [
        "技術情報管理の自己チェックについて、" * 12,
        "A B  C 日本 語 and English 混ぜ書き " * 8,
        "𠮷" * 100,
        '(a) <b@c> "d" ,;: =?utf-8?b?eA==?=',
        "short",
        "x" * 300,
    ],
)
def test_a_long_subject_arrives_whole_and_every_line_is_short(subject: str) -> None:
    content = _composed(Letter(subject, "x"))
    head = content.split(b"\r\n\r\n")[0]
    assert max(len(line) for line in head.split(b"\r\n")) <= 78
    assert _read(content)["Subject"] == one_line(subject)


HOSTILE = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from('\r\n\t\x00\x0b\x0c\x1c\x85\u2028\u2029\u202e<>@",;:=?()[]\\ \u3000'),
    ),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(subject=HOSTILE, name=HOSTILE, sender_name=HOSTILE, file=HOSTILE, text=HOSTILE)
def test_no_text_can_add_a_header_an_address_or_a_part(
    subject: str, name: str, sender_name: str, file: str, text: str
) -> None:
    letter = Letter(subject, text, (Attachment(file, "text/plain", b"proof"),))
    content = _composed(letter, name=name, sender_name=sender_name)
    message = _read(content)
    assert set(message.keys()) == HEADERS | {"Content-Type"}
    assert [one.addr_spec for one in message["To"].addresses] == ["ito@x.example"]
    assert [one.addr_spec for one in message["From"].addresses] == ["kura@kakuu.example"]
    parts = list(message.iter_attachments())
    assert [part.get_payload(decode=True) for part in parts] == [b"proof"]
    assert parts[0].get_filename()
    assert not re.search(rb"[^\r]\n|\r[^\n]|[^\x00-\x7f]", content)
    assert message["Subject"] == one_line(subject)


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=400))
def test_the_text_arrives_as_it_was_written(text: str) -> None:
    part = email.message_from_bytes(_composed(Letter("x", text)))
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert raw.decode("utf-8").replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


def test_an_attachment_keeps_its_japanese_name_and_its_bytes() -> None:
    proof = Attachment("受け取りの証拠 1.tlog-proof", "text/plain", b"c2sp.org/tlog-proof@v1\n\x00\xff")
    (part,) = _read(_composed(Letter("x", "y", (proof,)))).iter_attachments()
    assert part.get_filename() == proof.name
    assert part.get_payload(decode=True) == proof.content
    assert part.get_content_disposition() == "attachment"


def test_what_is_sealed_is_read_back_the_same() -> None:
    letter = Letter("題", "本文", (Attachment("a.txt", "text/plain", b"\x00\x01"),))
    assert letter_from(letter.kept()) == letter


def test_letters_have_a_size_and_files_a_kind() -> None:
    with pytest.raises(LetterTooLarge):
        Letter("x", "あ" * 100_001)
    with pytest.raises(LetterTooLarge):
        Letter("x", "y", (Attachment("a", "text/plain", b"x" * (LARGEST_ATTACHMENTS + 1)),))
    with pytest.raises(ValueError, match="media type"):
        Attachment("a", "text/plain\r\nX-Evil: 1", b"")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("ito@torihiki.example", "ito@torihiki.example"),
        (" Ito.K+x@Torihiki.Example ", "Ito.K+x@torihiki.example"),
        ("ito@日本語.jp", "ito@xn--wgv71a119e.jp"),
        ("a_b'c@sub.x-y.example", "a_b'c@sub.x-y.example"),
    ],
)
def test_an_address_is_brought_into_the_form_that_servers_take(written: str, sent: str) -> None:
    assert checked(written) == sent


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ito",
        "@x.example",
        "ito@",
        "ito@x",
        "ito@-x.example",
        "ito@x..example",
        "ito@x.example.",
        "ito@[127.0.0.1]",
        "ito@127.0.0.1 ",
        "伊藤@x.example",
        "i to@x.example",
        ".ito@x.example",
        "i..o@x.example",
        '"ito"@x.example',
        "ito@x.example\nBcc: all@x.example",
        "ito@x.example\r\nDATA",
        "ito\r\n@x.example",
        "ito@x.example, b@x.example",
        "<ito@x.example>",
        "ito@x.exa\x00mple",
        "ito@x.\u202eexample",
        "i" * 65 + "@x.example",
        "i@" + "x" * 64 + ".example",
        "i@" + ".".join(["x" * 60] * 5) + ".example",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(AddressUnusable) as refused:
        checked(written)
    assert not written.strip() or written.strip() not in str(refused.value)
