"""What can happen to the exact text of an agreement."""

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.partners.facts_agreements import TEXTS

_PERSONAL = ("person", "authority", *personal(*TEXTS))

TEXT_OFFERED = Event(
    "partners:agreement:text_offered",
    "{who}さんが、契約 {number} の文面（照合値 {hash}…）を{person}さんに示しました。",
    "{who} offered the text of agreement {number} (hash {hash}…) to {person}.",
    personal=_PERSONAL,
)
THEIRS_CONCLUDED = Event(
    "partners:agreement:theirs_concluded",
    "{person}さんが、契約 {number} の文面（照合値 {hash}…）で締結すると会社を代表して答えました。",
    "{person} concluded the text of agreement {number} (hash {hash}…) for their company.",
    personal=_PERSONAL,
)
TEXT_TAKEN = Event(
    "partners:agreement:text_taken",
    "{who}さんが、契約 {number} の文面を{form}で受け取りました。",
    "{who} took out the text of agreement {number} as {form}.",
)
