"""What can happen to reports."""

from kuramori.ground.trail.events import Event

MADE = Event(
    "reports:report:made",
    "{who}さんが報告書を受け取りました（{report}、{format}）。",
    "{who} took out a report ({report}, {format}).",
)
BUNDLE_ASKED = Event(
    "reports:bundle:asked",
    "{who}さんがすべての回の報告書をまとめて頼みました。",
    "{who} asked for the reports of all rounds.",
)
BUNDLE_TAKEN = Event(
    "reports:bundle:taken",
    "{who}さんがまとめた報告書を受け取りました。",
    "{who} took out the bundled reports.",
)
TAKEN_BY_LINK = Event(
    "reports:report:taken_by_link",
    "{who}さんが、渡されたリンクから報告書を受け取りました（{report}、{format}）。",
    "{who} took out a report by the link given to them ({report}, {format}).",
)
