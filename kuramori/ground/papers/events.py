"""What can happen to files. File names stay out of the trail: a name can tell a secret."""

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event

STORED = Event(
    "papers:file:stored",
    "{who}さんがファイルを1つ預けました（{size}バイト、照合値 {hash}）。",
    "{who} stored a file ({size} bytes, hash {hash}).",
)
STORED_APART = Event(
    "papers:file:stored_apart",
    "{who}さんがファイルを1つ預けました。見せると決めるまで、大きさも照合値も残しません。",
    "{who} stored a file. Until they show it, neither its size nor its hash is kept here.",
)
TAKEN_OUT = Event(
    "papers:file:taken_out",
    "{who}さんがファイルを1つ受け取りました（照合値 {hash}）。",
    "{who} downloaded a file (hash {hash}).",
)
DAMAGED = Event(
    "papers:file:damaged",
    "{who}さんが受け取ろうとしたファイルは、預かった時のままではありませんでした（照合値 {hash}）。渡していません。",
    "A file that {who} asked for is no longer what was stored (hash {hash}). It was not handed out.",
)
TEXT_FROZEN = Event(
    "papers:text:frozen",
    "{who}さんが文面「{title}」を定めました（照合値 {hash}）。",
    "{who} set down the text “{title}” (hash {hash}).",
)
TEXT_ACCEPTED = Event(
    "papers:text:accepted",
    "{name}さんが文面「{title}」に同意しました（照合値 {hash}、記録 {who}）。",
    "{name} accepted the text “{title}” (hash {hash}, noted by {who}).",
    personal=("name", *personal("name")),
)
