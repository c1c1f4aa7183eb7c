"""A letter: what is sealed in the database, and the bytes that go to the mail server."""

from __future__ import annotations

import base64
import datetime
import json
import re
import uuid
from dataclasses import dataclass
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from urllib.parse import quote

from kuramori.ground.post.addresses import one_line
from kuramori.outside.clock import TOKYO

LONGEST_TEXT = 100_000
LARGEST_ATTACHMENTS = 256 * 1024
LONGEST_NAME = 80
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+\Z")


class LetterTooLarge(ValueError):
    """More text than 100,000 characters, or more than 256 KiB attached."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to write to. `person_id` is set where it is somebody of a roster."""

    address: str
    name: str = ""
    person_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small file that goes along, such as a proof."""

    name: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        if not _MEDIA_TYPE.match(self.media_type):
            raise ValueError("a media type reads type/subtype")


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject, plain text and attachments; the same for every recipient."""

    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        if (
            len(self.text) > LONGEST_TEXT
            or sum(len(one.content) for one in self.attachments) > LARGEST_ATTACHMENTS
        ):
            raise LetterTooLarge

    def kept(self) -> bytes:
        """As it is sealed."""
        files = [
            [one.name, one.media_type, base64.b64encode(one.content).decode("ascii")]
            for one in self.attachments
        ]
        return json.dumps([self.subject, self.text, files], ensure_ascii=False).encode()


def letter_from(kept: bytes) -> Letter:
    """What `kept` wrote."""
    subject, text, files = json.loads(kept)
    attached = tuple(
        Attachment(name, media_type, base64.b64decode(content)) for name, media_type, content in files
    )
    return Letter(subject, text, attached)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, when, under which name: checked addresses, any text as name."""

    sender: str
    sender_name: str
    recipient: str
    recipient_name: str
    message_id: str
    at: datetime.datetime


def composed(letter: Letter, envelope: Envelope) -> bytes:
    """The message: plain text in UTF-8, 7-bit, CRLF; headers by RFC 2047, names of files by RFC 2231."""
    text = MIMEText(letter.text.replace("\r\n", "\n").replace("\r", "\n"), "plain", "utf-8")
    whole: MIMEBase = text
    if letter.attachments:
        whole = MIMEMultipart("mixed", None, [text, *(_attached(one) for one in letter.attachments)])
    body = whole.as_bytes()
    head = {
        "From": _mailbox("From", envelope.sender_name, envelope.sender),
        "To": _mailbox("To", envelope.recipient_name, envelope.recipient),
        "Subject": _words("Subject", one_line(letter.subject)),
        "Date": format_datetime(envelope.at.astimezone(TOKYO)),
        "Message-ID": f"<{envelope.message_id}>",
        # RFC 3834: nobody's out-of-office note shall answer a program.
        "Auto-Submitted": "auto-generated",
    }
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return (lines.encode("ascii") + body).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _words(name: str, text: str) -> str:
    """A header's text: as it is where it is plain and short, else in encoded words that never split a character."""
    if text.isascii() and len(text) < 60 and "=?" not in text:
        return text
    return Header(text, "utf-8", header_name=name, maxlinelen=75).encode()


def _mailbox(header: str, name: str, address: str) -> str:
    tidy = one_line(name, longest=LONGEST_NAME)
    if not tidy:
        return f"<{address}>"
    # Always an encoded word: then no sign in a name (a quote, a comma, an @) has a meaning in the header.
    return f"{Header(tidy, 'utf-8', header_name=header, maxlinelen=75).encode()}\n <{address}>"


def _attached(attachment: Attachment) -> MIMEBase:
    kind, sub = attachment.media_type.split("/")
    part = MIMEBase(kind, sub)
    part.set_payload(attachment.content)
    encode_base64(part)
    name = one_line(attachment.name, longest=LONGEST_NAME).replace("/", "_").replace("\\", "_") or "file"
    # Percent signs of RFC 2231, so that nothing of the name can end the parameter.
    part["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    return part
