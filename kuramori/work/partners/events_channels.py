"""What can happen between two organisations."""

from kuramori.ground.trail.changes import TEXTS, personal
from kuramori.ground.trail.events import Event

CHANNEL_OFFERED = Event(
    "partners:channel:offered",
    "{who}さんが取引先の{person}さんに、蔵守どうしをつなぐ番号を渡しました。",
    "{who} gave {person} of the partner a number to connect both Kuramori.",
)
CHANNEL_ASKED = Event(
    "partners:channel:asked",
    "取引先の組織が、渡した番号でつなぐことを求めました（照合番号 {digits}）。",
    "The partner's organisation used the number to ask for a connection (digits {digits}).",
)
CHANNEL_MADE = Event(
    "partners:channel:made",
    "{who}さんが、受け取った番号で取引先の蔵守とつなぎました（照合番号 {digits}）。",
    "{who} connected to the partner's Kuramori by the number received (digits {digits}).",
)
CHANNEL_CONFIRMED = Event(
    "partners:channel:confirmed",
    "{who}さんが照合番号を確かめ、取引先の蔵守とつなぎました。",
    "{who} compared the digits and connected to the partner's Kuramori.",
)
CHANNEL_CLOSED = Event(
    "partners:channel:closed",
    "{who}さんが取引先の蔵守とのつながりを切りました。",
    "{who} closed the connection to the partner's Kuramori.",
)
STATEMENT_SENT = Event(
    "partners:statement:sent",
    "{who}が取引先へ{number}番の知らせに署名しました（{what}）。",
    "{who} signed statement {number} to the partner ({what}).",
)
STATEMENT_APPLIED = Event(
    "partners:statement:applied",
    "取引先から{number}番の知らせを受け取り、取り込みました（{what}）。",
    "Statement {number} of the partner was received and taken in ({what}).",
)
STATEMENT_WAITS = Event(
    "partners:statement:waits",
    "取引先から{number}番の知らせが先に届きました。間の知らせを待っています。",
    "Statement {number} of the partner came early and waits for those before it.",
)
STATEMENT_REFUSED = Event(
    "partners:statement:refused",
    "取引先からの{number}番の知らせを取り込みませんでした（{reason}）。",
    "Statement {number} of the partner was not taken in ({reason}).",
)
HAND_OVER_TOLD = Event(
    "partners:hand_over:told",
    "{who}から提供{number}の知らせが届きました（{items}点）。",
    "{who} announced the hand-over {number} ({items} things).",
    personal=(*personal("purpose", "carried", "stopped_for"), TEXTS),
)
RECEIPT_NOTED = Event(
    "partners:hand_over:receipt_noted",
    "提供{number}を受け取った人が記録されました。",
    "Who received the hand-over {number} was noted.",
    personal=personal("name"),
)
RECEIPT_TOLD = Event(
    "partners:hand_over:receipt_told",
    "{who}から、提供{number}を{person}さんが受け取ったという知らせが届きました。",
    "{who} told that {person} received the hand-over {number}.",
    personal=("person", "note", *personal("purpose", "carried", "stopped_for")),
)
VIEW_TOLD = Event(
    "partners:hand_over:view_told",
    "{who}から、{person}さんが提供{number}の{item}を{pages}ページ見たという知らせが届きました。",
    "{who} told that {person} looked at {pages} pages of {item} of the hand-over {number}.",
    personal=("person",),
)
TAKE_BACK_TOLD = Event(
    "partners:take_back:told",
    "{who}から、提供{number}を{by}までに返すか廃棄するよう求められました。",
    "{who} asked for the return or destruction of the hand-over {number} by {by}.",
    personal=personal("reason"),
)
CERTIFICATE_TOLD = Event(
    "partners:certificate:told",
    "{who}の{person}さんから、提供{number}の返還・廃棄証明（{things}点）が届きました。",
    "{person} of {who} certified what became of {things} things of the hand-over {number}.",
    personal=("person", *personal("company", "person", "witness", "disposals")),
)
AGREEMENT_TOLD = Event(
    "partners:agreement:told",
    "{who}から、契約{number}の文面が示されました。",
    "{who} offered the text of the agreement {number}.",
    personal=personal("title", "our_signatory", "their_signatory"),
)
CONCLUSION_TOLD = Event(
    "partners:agreement:conclusion_told",
    "{who}から、契約{number}を締結したという知らせが届きました。",
    "{who} told that the agreement {number} was concluded.",
    personal=personal("title", "our_signatory", "their_signatory"),
)
ASSURANCE_TOLD = Event(
    "partners:assurance:told",
    "{who}から、確認の段階の知らせが届きました。",
    "{who} told how far it was looked at.",
    personal=personal("words"),
)
