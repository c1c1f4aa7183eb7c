"""What can happen to an agreement. Agreements are told by their number."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.partners.facts_agreements import TEXTS

PERSONAL = personal(*TEXTS)

DRAFTED = Event(
    "partners:agreement:drafted",
    "{who}さんが契約{number}の下書きを作りました。",
    "{who} drafted agreement {number}.",
    personal=PERSONAL,
)
HEADED = Event(
    "partners:agreement:changed",
    "{who}さんが契約{number}の名称や担当を直しました。",
    "{who} changed the heading of agreement {number}.",
    personal=PERSONAL,
)
TERMS_CHANGED = Event(
    "partners:agreement:terms_changed",
    "{who}さんが契約{number}の条件を直しました。",
    "{who} changed the terms of agreement {number}.",
    personal=PERSONAL,
)
OFFERED = Event(
    "partners:agreement:offered",
    "{who}さんが契約{number}を相手に出したと残しました。",
    "{who} noted that agreement {number} was offered.",
    personal=PERSONAL,
)
CONCLUDED = Event(
    "partners:agreement:concluded",
    "{who}さんが契約{number}を締結済みにしました。",
    "{who} recorded the conclusion of agreement {number}.",
    personal=PERSONAL,
)
DECLINED = Event(
    "partners:agreement:declined",
    "{who}さんが契約{number}をまとまらなかったとしました。",
    "{who} recorded that agreement {number} came to nothing.",
    personal=PERSONAL,
)
ORIGINAL_KEPT = Event(
    "partners:agreement:original_kept",
    "{who}さんが契約{number}の原本の写しを入れました。",
    "{who} kept a scan of agreement {number}.",
    personal=PERSONAL,
)
ANNEXED = Event(
    "partners:agreement:annexed",
    "{who}さんが契約{number}の共有区分表を直しました。",
    "{who} changed the annex of agreement {number}.",
    personal=PERSONAL,
)
EXPORTED = Event(
    "partners:agreements:exported",
    "{who}さんが契約{count}件の一覧を持ち出しました。",
    "{who} took out a list of {count} agreements.",
)
REMINDED = Event(
    "partners:agreement:reminded",
    "契約{number}の期日を担当に知らせました。",
    "Whoever keeps agreement {number} was told of its day.",
)
AGEING_TOLD = Event(
    "partners:assurance:ageing_told",
    "「{partner}」の確認の段階が下がる日（{due_on}）を、確かめた方に知らせました。",
    "Whoever looked at “{partner}” was told of the day from which that counts less ({due_on}).",
    personal=("partner",),
)
FILE_READ = Event(
    "partners:agreements:file_read",
    "{who}さんが契約のファイルを読みました（{rows}行）。",
    "{who} read a file of {rows} agreements.",
)
FILE_TAKEN_IN = Event(
    "partners:agreements:taken_in",
    "{who}さんが契約のファイルを取り込みました（新しく{new}件、直した{changed_rows}件）。",
    "{who} took in a file of agreements ({new} new, {changed_rows} changed).",
)
