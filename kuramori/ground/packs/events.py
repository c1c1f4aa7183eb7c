"""What can happen to an organisation's own lists."""

from __future__ import annotations

from kuramori.ground.trail.events import Event

READ = Event(
    "packs:own:read",
    "{who}さんが、自社の設問の一覧「{title}」（{items}問）を読み込みました。まだ使えません。",
    "{who} read an own list of questions, “{title}” ({items} items). It cannot be used yet.",
)
ACCEPTED = Event(
    "packs:own:accepted",
    "{who}さんが、自社の設問の一覧「{title}」を使えるようにしました（SHA-256 {hash}…）。",
    "{who} made an own list of questions, “{title}”, usable (SHA-256 {hash}…).",
)
RETIRED = Event(
    "packs:own:retired",
    "{who}さんが、自社の設問の一覧「{title}」を、新しいお願いに使わないようにしました。",
    "{who} retired an own list of questions, “{title}”.",
)
