"""What can happen to partners, their sites and the people there, and to files of them."""

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event

_PARTNER = ("partner", "kept", "after_texts", *personal("name", "kana", "note", "tags", "tier_said_by"))
_CONTACT = ("partner", "person", *personal("name", "department", "role", "email", "telephone"))
_SITE = ("partner", "site", *personal("name", "address"))

PARTNER_ADDED = Event(
    "contacts:partner:added",
    "{who}さんが取引先「{partner}」を書き足しました。",
    "{who} added the partner “{partner}”.",
    personal=_PARTNER,
)
PARTNER_CHANGED = Event(
    "contacts:partner:changed",
    "{who}さんが取引先「{partner}」を直しました。",
    "{who} changed the partner “{partner}”.",
    personal=_PARTNER,
)
PARTNER_RETIRED = Event(
    "contacts:partner:retired",
    "{who}さんが取引先「{partner}」との取引を終えたと記録しました。",
    "{who} noted that dealings with “{partner}” ended.",
    personal=_PARTNER,
)
CONTACT_ADDED = Event(
    "contacts:contact:added",
    "{who}さんが「{partner}」の担当者に{person}さんを書き足しました。",
    "{who} added {person} as a contact of “{partner}”.",
    personal=_CONTACT,
)
CONTACT_CHANGED = Event(
    "contacts:contact:changed",
    "{who}さんが「{partner}」の担当者{person}さんを直しました。",
    "{who} changed {person}, a contact of “{partner}”.",
    personal=_CONTACT,
)
CONTACT_RETIRED = Event(
    "contacts:contact:retired",
    "{who}さんが「{partner}」の{person}さんを担当者から外しました。",
    "{who} took {person} off the contacts of “{partner}”.",
    personal=_CONTACT,
)
PARTNER_RESUMED = Event(
    "contacts:partner:resumed",
    "{who}さんが取引先「{partner}」との取引をまた始めたと記録しました。",
    "{who} noted that dealings with “{partner}” began again.",
    personal=_PARTNER,
)
PARTNER_MERGED = Event(
    "contacts:partner:merged",
    "{who}さんが取引先「{partner}」を「{kept}」にまとめました。結び付いた記録{moved}件を移しました。",
    "{who} merged the partner “{partner}” into “{kept}” and moved {moved} records that were tied to it.",
    personal=_PARTNER,
)
PARTNERS_TOLD_APART = Event(
    "contacts:partner:told_apart",
    "{who}さんが「{partner}」と「{kept}」は別の会社だと記録しました。",
    "{who} noted that “{partner}” and “{kept}” are two companies.",
    personal=_PARTNER,
)
SITE_ADDED = Event(
    "contacts:site:added",
    "{who}さんが「{partner}」の拠点「{site}」を書き足しました。",
    "{who} added the site “{site}” of “{partner}”.",
    personal=_SITE,
)
SITE_CHANGED = Event(
    "contacts:site:changed",
    "{who}さんが「{partner}」の拠点「{site}」を直しました。",
    "{who} changed the site “{site}” of “{partner}”.",
    personal=_SITE,
)
SITE_RETIRED = Event(
    "contacts:site:retired",
    "{who}さんが「{partner}」の拠点「{site}」を、いまはない所としました。",
    "{who} noted that “{partner}” is no longer at “{site}”.",
    personal=_SITE,
)
FILE_READ = Event(
    "contacts:file:read",
    "{who}さんが取引先のファイルを読み込みました（{rows}行、SHA-256 {hash}…）。まだ何も変えていません。",
    "{who} read a file of partners ({rows} rows, SHA-256 {hash}…). Nothing was changed yet.",
)
FILE_BEGUN = Event(
    "contacts:file:begun",
    "{who}さんが取引先のファイルを取り込み始めました（{rows}社）。",
    "{who} began to take in a file of partners ({rows} companies).",
)
FILE_TAKEN_IN = Event(
    "contacts:file:taken_in",
    "{who}さんが取引先のファイルを取り込みました（新しい{new}社、変わった{changed}社、飛ばした{skipped}社、"
    "SHA-256 {hash}…）。",
    "{who} took in a file of partners ({new} new, {changed} changed, {skipped} left out, SHA-256 {hash}…).",
)
TAKEN_OUT = Event(
    "contacts:partners:taken_out",
    "{who}さんが取引先の一覧を Excel で取り出しました（{rows}社）。",
    "{who} took the list of partners out as a workbook ({rows} companies).",
)
