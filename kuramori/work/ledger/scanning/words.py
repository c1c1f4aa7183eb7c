"""What a finding and a fault say to people, in Japanese and in English: the command line and the pages say the same."""

from __future__ import annotations

from collections.abc import Mapping

from kuramori.press.scan import trouble

WHY: Mapping[str, tuple[str, str]] = {
    "copy": (
        "台帳に登録した元ファイルと、中身がまったく同じです。",
        "Byte for byte the same as a registered copy.",
    ),
    "copy-within": (
        "中に入っているファイルが、台帳に登録した元ファイルとまったく同じです。",
        "Carries a file that is byte for byte the same as a registered copy.",
    ),
    "excerpt": (
        "台帳に登録した元ファイルと同じ文章があります（一致した箇所 {count}）。",
        "Holds passages of a registered copy ({count} matching places).",
    ),
    "label": ("「{grade} {number}」の目印が付いています。", "Carries the label “{grade} {number}”."),
    "label-unknown": (
        "「{grade} {number}」の目印が付いていますが、台帳にその番号がありません。",
        "Carries the label “{grade} {number}”, a number that the ledger does not have.",
    ),
    "label-conflict": (
        "目印どうしが食い違っています（「{word}」と「{others}」）。いちばん重い「{word}」として扱ってください。",
        "Its labels disagree (“{word}” and “{others}”): treat it as the heaviest, “{word}”.",
    ),
    "mark-in-label": (
        "自社の Microsoft 365 の秘密度ラベルで「{word}」になっています。",
        "Your own Microsoft 365 sensitivity label says “{word}”.",
    ),
    "mark-alone": ("「{word}」と表示されています。", "Is marked “{word}”."),
    "mark-in-margin": ("欄外に「{word}」と表示されています。", "Is marked “{word}” in the margin."),
    "mark-in-text": ("文の中に「{word}」という言葉があります。", "Has the word “{word}” in its text."),
    "mark-in-property": (
        "プロパティ「{name}」に「{word}」とあります。",
        "Says “{word}” in its property “{name}”.",
    ),
    "mark-in-name": (
        "ファイルかフォルダーの名前に「{word}」とあります。",
        "Has “{word}” in its name or its folder's.",
    ),
    "term": ("台帳の言葉「{word}」があります。", "Has the ledger's term “{word}”."),
    "number": ("台帳の型番「{word}」があります。", "Has the ledger's part number “{word}”."),
}
BARE = ("秘密の表示がありません。", "It carries no mark.")

KINDS: Mapping[str, tuple[str, str]] = {
    "copy": ("丸ごとの写し", "Exact copy"),
    "excerpt": ("一部の写し", "Excerpt"),
    "label": ("目印", "Label"),
    "mark": ("秘密の表示", "Mark"),
    "term": ("台帳の言葉", "Term"),
    "number": ("型番", "Part number"),
}

FAULTS: Mapping[str, tuple[str, str]] = {
    trouble.UNREADABLE: ("読む許しがないか、読むあいだになくなりました。", "May not be read, or went away."),
    trouble.NOT_A_FILE: (
        "ふつうのファイルではないので、読みませんでした。",
        "Not an ordinary file; not read.",
    ),
    trouble.BROKEN: ("壊れているか、名前と中身の種類が違います。", "Damaged, or not what its name says."),
    trouble.PARTLY: (
        "一部が壊れています。読めるところだけを読みました。",
        "Partly damaged; the rest was read.",
    ),
    trouble.WITHIN: (
        "中に入っているファイルに、ほかにも読めない物がありました。",
        "Other files within it could not be read either.",
    ),
    trouble.ENCRYPTED: ("暗号化されているので、中を読めません。", "Encrypted; its contents were not read."),
    trouble.OLD: (
        "古い形式です。丸ごと同じかどうかだけを調べました。",
        "An old format; compared as a whole only.",
    ),
    trouble.ARCHIVE: ("圧縮ファイルの中は見ていません。", "A packed file; not looked into."),
    trouble.BOMB: ("広げると大きすぎるので、読むのをやめました。", "Unpacks to too much; not read."),
    trouble.MANY: ("中の部品が多すぎるので、読むのをやめました。", "Has too many members; not read."),
    trouble.TOO_LARGE: (
        "大きすぎます。丸ごと同じかどうかだけを調べました。",
        "Too large; compared as a whole only.",
    ),
    trouble.DOCTYPE: (
        "外のものを差し込む宣言があります。差し込まずに読みました。",
        "Declares entities; read without them.",
    ),
    trouble.MACRO: ("マクロが入っています。動かさずに読みました。", "Has macros; read without running them."),
    trouble.SLOW: ("時間がかかりすぎたので、止めました。", "Took too long and was stopped."),
    trouble.MEMORY: ("メモリーを使いすぎるので、止めました。", "Needs too much memory; not read."),
    trouble.DIED: ("読むあいだに、読む係が止まりました。", "The reader stopped over it."),
    trouble.LINK: ("リンクなので、たどりませんでした。", "A link; not followed."),
    trouble.FOLDER: ("開けないフォルダーです。", "A folder that cannot be opened."),
    trouble.NAME: (
        "名前の文字コードが崩れています。中身は読みました。",
        "Its name is in a broken encoding; it was read.",
    ),
}


def why(code: str, detail: Mapping[str, object], lang: str) -> str:
    """One or two sentences."""
    sentence = WHY[code][lang == "en"].format_map(detail)
    if detail.get("bare"):
        sentence += (" " if lang == "en" else "") + BARE[lang == "en"]
    return sentence


# What is said of one file within another.
UNREAD_WITHIN: Mapping[str, tuple[str, str]] = {
    trouble.ARCHIVE: ("圧縮ファイルなので、その中は見ていません", "is a packed file and was not looked into"),
    trouble.ENCRYPTED: ("暗号化されているので、読めません", "is encrypted and was not read"),
    trouble.OLD: (
        "古い形式なので、丸ごと同じかどうかだけを調べました",
        "is of an old format and was compared as a whole only",
    ),
    trouble.DEEP: (
        "3段目の入れ子なので、見ていません",
        "lies three files deep and was not read",
    ),
    trouble.OUT_OF_REACH: (
        "取り出せないか、大きすぎるか、数が多すぎるので、見ていません",
        "cannot be taken out, or is too large or one of too many, and was not read",
    ),
    trouble.TOO_LARGE: ("大きすぎるので、見ていません", "is too large and was not read"),
    trouble.BOMB: ("広げると大きすぎるので、見ていません", "unpacks to too much and was not read"),
    trouble.MANY: ("中の部品が多すぎるので、見ていません", "has too many members and was not read"),
}
BROKEN_WITHIN = (
    "壊れているか、名前と中身の種類が違うので、読めませんでした",
    "is damaged, or not what its name says, and was not read",
)


def fault(code: str, lang: str) -> str:
    """One sentence; of a file within another, which one was not read and why."""
    at, told = lang == "en", trouble.named(code)
    if told is None:
        return FAULTS[code][at]
    why, name = UNREAD_WITHIN.get(told[0], BROKEN_WITHIN)[at], told[1]
    if at:
        return f"The file {f'“{name}”' if name else 'without a name'} within it {why}. The rest was read."
    return f"中に入っている{f'「{name}」' if name else '名前のないファイル'}は、{why}。ほかは読みました。"


def kind(code: str, lang: str) -> str:
    return KINDS[code][lang == "en"]
