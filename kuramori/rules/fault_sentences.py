"""Every rule a text can break, with its Japanese and English sentence; ``{words}`` are filled by the fault."""

from __future__ import annotations

from typing import Final

READING: Final[dict[str, tuple[str, str]]] = {
    "too-large": (
        "ファイルが大きすぎます（{size}バイト）。{limit}バイトまでです。",
        "The file is too large ({size} bytes); the limit is {limit} bytes.",
    ),
    "larger-than": (
        "ファイルが大きすぎます。{limit}バイトを超えています。",
        "The file is too large: it has more than {limit} bytes.",
    ),
    "too-many-lines": (
        "行が多すぎます（{lines}行）。{limit}行までです。",
        "There are too many lines ({lines}); the limit is {limit}.",
    ),
    "line-too-long": (
        "行が長すぎます（{length}文字）。{limit}文字までです。",
        "The line is too long ({length} characters); the limit is {limit}.",
    ),
    "too-many-words": (
        "区切りの空白が多すぎます。{limit}個までです。",
        "There are too many words; the limit is {limit}.",
    ),
    "too-many-values": (
        "値が多すぎます。{limit}個までです。",
        "There are too many values; the limit is {limit}.",
    ),
    "too-deep": (
        "入れ子が深すぎます。{limit}段までです。",
        "The nesting is too deep; the limit is {limit} levels.",
    ),
    "not-utf8": (
        "文字コードがUTF-8ではありません。UTF-8で保存し直してください。",
        "The text is not UTF-8. Please save it again as UTF-8.",
    ),
    "control-character": (
        "使えない文字（{character}）が入っています。取り除いてください。",
        "A character that is not allowed ({character}) is in the text. Please remove it.",
    ),
    "empty-file": ("ファイルが空です。", "The file is empty."),
    "not-readable": (
        # The parser's own words are English, so only the English sentence repeats them.
        "書き方が読み取れません。この行の近くの字下げ、コロン、引用符、かっこを確かめてください。",
        "The text cannot be read. Please check indents, colons, quotes and brackets near this line ({detail}).",
    ),
    "tab-indent": (
        "字下げにタブが使われています。空白に直してください。",
        "A tab is used for the indent. Please use spaces.",
    ),
    "several-documents": (
        "1つのファイルに文書が2つ以上あります。1つに分けてください。",
        "The file holds more than one document. Please keep one.",
    ),
    "alias": (
        "参照（&や*）は使えません。値をそのまま書いてください。",
        "Anchors and aliases (& and *) are not allowed. Please write the value itself.",
    ),
    "tag": (
        "型の指定（{tag}）は使えません。取り除いてください。",
        "Tags ({tag}) are not allowed. Please remove it.",
    ),
    "merge-key": (
        "「<<」による取り込みは使えません。値をそのまま書いてください。",
        "Merge keys (<<) are not allowed. Please write the values themselves.",
    ),
    "duplicate-key": (
        "「{key}」が2回書かれています。どちらか1つにしてください。",
        "“{key}” is written twice. Please keep one.",
    ),
    "key-not-text": ("見出しには文字だけを書いてください。", "A key must be plain text."),
    "not-a-number": (
        "「{value}」は数として使えません。",
        "“{value}” cannot be used as a number.",
    ),
    "not-a-mapping": (
        "「見出し: 値」の並びではありません。",
        "This is not a list of “key: value” entries.",
    ),
}

SHAPE: Final[dict[str, tuple[str, str]]] = {
    "unknown-key": (
        "「{key}」という見出しはありません。つづりを確かめるか、取り除いてください。",
        "There is no key “{key}”. Please check the spelling or remove it.",
    ),
    "missing-key": ("「{key}」が書かれていません。", "“{key}” is missing."),
    "wants-text": (
        "「{value}」は使えません。ここには文字を書いてください。",
        "“{value}” cannot stand here; please write text.",
    ),
    "wants-number": (
        "「{value}」は使えません。ここには数を書いてください。",
        "“{value}” cannot stand here; please write a number.",
    ),
    "wants-whole-number": (
        "「{value}」は使えません。ここには整数を書いてください。",
        "“{value}” cannot stand here; please write a whole number.",
    ),
    "wants-truth": (
        "「{value}」は使えません。ここにはtrue か falseを書いてください。",
        "“{value}” cannot stand here; please write true or false.",
    ),
    "wants-list": (
        "「{value}」は使えません。ここには並び（- で始まる行）を書いてください。",
        "“{value}” cannot stand here; please write a list (lines that begin with -).",
    ),
    "wants-mapping": (
        "「{value}」は使えません。ここには「見出し: 値」の並びを書いてください。",
        "“{value}” cannot stand here; please write a list of “key: value” entries.",
    ),
    "not-one-of": (
        "「{value}」は使えません。{allowed} のどれかを書いてください。",
        "“{value}” cannot stand here; write one of {allowed}.",
    ),
    "bad-form": (
        "「{value}」の書き方が決まりに合いません。",
        "“{value}” is not written in the form wanted here.",
    ),
    "out-of-range": (
        "「{value}」は範囲の外です（{limit}）。",
        "“{value}” is out of range ({limit}).",
    ),
    "empty-text": ("文字が書かれていません。", "The text is empty."),
    "too-long": (
        "長すぎます。{limit}文字までです。",
        "The text is too long; the limit is {limit} characters.",
    ),
    "too-few": ("{limit}つ以上書いてください。", "Please write at least {limit}."),
    "too-many": ("多すぎます。{limit}つまでです。", "There are too many; the limit is {limit}."),
    "repeated-value": ("同じ値が2回以上あります。", "The same value appears more than once."),
    "not-in-schema": ("決められた形に合いません（{detail}）。", "This does not fit the schema ({detail})."),
}

PACK: Final[dict[str, tuple[str, str]]] = {
    "missing-file": ("「{file}」がありません。", "“{file}” is missing."),
    "unknown-file": (
        "「{file}」は、このセットのファイルではありません。名前を確かめてください。",
        "“{file}” is not a file of a pack. Please check its name.",
    ),
    "unreadable-file": ("ファイルを開けません（{detail}）。", "The file cannot be opened ({detail})."),
    "link-not-followed": (
        "リンクの先は読みません。ファイルそのものを置いてください。",
        "Links are not followed. Please put the file itself here.",
    ),
    "not-permitted": (
        "ファイルを開く許可がありません。読めるようにしてください。",
        "There is no permission to open the file. Please make it readable.",
    ),
    "id-and-folder-differ": (
        "id「{id}」が置き場所「{folder}」と違います。同じにしてください。",
        "The id “{id}” differs from the folder “{folder}”. Please make them equal.",
    ),
    "same-pack-twice": (
        "id「{id}」のセットが2つあります。先の「{first}」だけを使います。",
        "There are two packs with the id “{id}”. Only the first, “{first}”, is used.",
    ),
    "duplicate-id": ("id「{id}」が2回使われています。", "The id “{id}” is used twice."),
    "duplicate-number": ("番号{number}が2回使われています。", "The number {number} is used twice."),
    "unknown-measure": ("措置「{id}」はpack.yamlにありません。", "The measure “{id}” is not in pack.yaml."),
    "unknown-step": ("段「{id}」はpack.yamlにありません。", "The step “{id}” is not in pack.yaml."),
    "unknown-field": ("分野「{id}」はpack.yamlにありません。", "The field “{id}” is not in pack.yaml."),
    "unknown-group": (
        "まとまり「{id}」の題が文の「groups」にありません。",
        "The group “{id}” has no title under “groups” in the texts.",
    ),
    "unknown-item": ("設問「{id}」はありません。", "There is no item “{id}”."),
    "unused-measure": ("措置「{id}」に設問がありません。", "No item belongs to the measure “{id}”."),
    "unused-step": ("段「{id}」に設問がありません。", "No item belongs to the step “{id}”."),
    "unused-field": ("分野「{id}」に設問がありません。", "No item belongs to the field “{id}”."),
    "text-missing": (
        "{lang}の文に「{id}」がありません。",
        "The {lang} texts have nothing for “{id}”.",
    ),
    "text-without-use": (
        "「{id}」の文がありますが、pack.yamlにもitems.yamlにも「{id}」はありません。",
        "There is a text for “{id}”, but neither pack.yaml nor items.yaml has “{id}”.",
    ),
    "language-missing": (
        "言葉「{lang}」の文のファイルがありません（texts/{lang}.yaml）。",
        "The texts of the language “{lang}” are missing (texts/{lang}.yaml).",
    ),
    "language-not-listed": (
        "文のファイル「{lang}」がありますが、pack.yamlのlanguagesにありません。",
        "There are texts for “{lang}”, but pack.yaml does not list it under languages.",
    ),
    "level-text-missing": ("段階{level}の文がありません。", "The text of level {level} is missing."),
    "level-text-extra": (
        "段階{level}の文がありますが、最高は{best}です。",
        "There is a text for level {level}, but the best level is {best}.",
    ),
    "cost-and-yen": (
        "費用の段階は「{cost}」ですが、yenは{yen}です。noneなら0、ほかは1以上かnullにしてください。",
        "The cost is “{cost}” but yen is {yen}. Please write 0 for none, and 1 or more or null for the others.",
    ),
    "reaches-out-of-range": (
        "届く段階{level}は1から{best}までにしてください。",
        "The level reached, {level}, must be between 1 and {best}.",
    ),
    "reaches-not-rising": (
        "対応は、届く段階の低い順に書いてください。",
        "Actions must stand in the order of the level they reach.",
    ),
    "action-count": (
        "対応の文が{texts}件、items.yamlの対応が{items}件です。同じ数にしてください。",
        "There are {texts} action texts but {items} actions in items.yaml. Please write the same number.",
    ),
    "na-text-missing": (
        "「当てはまらない」を選べる設問なので、na の文を書いてください。",
        "N/A may be chosen for this item: please write the text “na”.",
    ),
    "na-text-extra": (
        "「当てはまらない」を選べない設問に、その文があります。",
        "N/A may not be chosen for this item, but there is a text for it.",
    ),
    "ready-above-best": (
        "「ready」の{ready}が最高の{best}を超えています。",
        "“ready” ({ready}) is above the best level ({best}).",
    ),
    "weight-not-used": (
        "採点方式「{method}」は重みを使いません。1にしてください。",
        "The method “{method}” does not use weights. Please write 1.",
    ),
    "levels-incomplete": (
        "設問「{id}」が、採点方式のどの水準にも入っていません。",
        "The item “{id}” belongs to no level of the profile.",
    ),
    "level-not-rising": (
        "水準は1から順に、抜けなく書いてください。",
        "Levels must be numbered from 1 upwards without a gap.",
    ),
    "penalty-at-best": (
        "最高の段階{level}に減点は付けられません。",
        "The best level, {level}, cannot carry a penalty.",
    ),
    "penalty-rising": (
        "段階が上がるのに減点が増えています。",
        "The penalty grows although the level rises.",
    ),
    "not-yet": (
        "確認日{day}が今日より先です。",
        "The date of confirmation, {day}, is later than today.",
    ),
    "no-such-day": ("「{value}」という日はありません。", "There is no such day as “{value}”."),
    "example-score": (
        "例の値が違います。{expected} と書いてありますが、計算では {found} です。",
        "The example does not hold: it says {expected}, but the score is {found}.",
    ),
}

ANSWERS: Final[dict[str, tuple[str, str]]] = {
    "unknown-pack": (
        "チェックリスト「{pack}」は見つかりません。「pack」を確かめてください。",
        "The check list “{pack}” is not known. Please check “pack”.",
    ),
    "no-pack": (
        "どのチェックリストの答えかが分かりません。「pack」に名前を書いてください。",
        "It is not told which check list this answers. Please write its name under “pack”.",
    ),
    "other-pack": (
        "このファイルは「{pack}」の答えです。ここでは「{wanted}」の答えだけを読み込めます。",
        "This file answers “{pack}”; only answers to “{wanted}” can be loaded here.",
    ),
    "other-version": (
        "このファイルは版{version}の答えですが、いまの版は{current}です。版を確かめてください。",
        "This file answers version {version}, but the current version is {current}. Please check the version.",
    ),
    "no-version": (
        "どの版の答えかが分かりません。いまの版は{current}です。",
        "It is not told which version this answers. The current version is {current}.",
    ),
    "unknown-answer": (
        "設問「{id}」はこのチェックリストにありません。",
        "The check list has no item “{id}”.",
    ),
    "level-out-of-range": (
        "「{value}」は段階の範囲の外です。0から{best}までの整数を書いてください。",
        "“{value}” is out of range. Please write a whole number from 0 to {best}.",
    ),
    "level-not-whole": (
        "「{value}」は段階として読めません。0から{best}までの整数を書いてください。",
        "“{value}” is not a level. Please write a whole number from 0 to {best}.",
    ),
    "answer-form": (
        '答えの形が読めません。0から{best}までの整数か、{{na: "理由"}} と書いてください。',
        'This is not an answer. Please write a whole number from 0 to {best}, or {{na: "reason"}}.',
    ),
    "na-without-reason": (
        "「当てはまらない」の理由が書かれていません。1行で書いてください。",
        "The reason for “not applicable” is missing. Please write one line.",
    ),
    "na-not-allowed": (
        "設問「{id}」では「当てはまらない」を選べません。",
        "“Not applicable” may not be chosen for the item “{id}”.",
    ),
    "official-score": (
        "「{value}」は読めません。発行元のExcelの点は、0から100までの数か、null（なし）にしてください。",
        "“{value}” cannot be read. Please write a number from 0 to 100, or null for none.",
    ),
    "score-typed": (
        "「{value}」は読めません。0から100までの数（小数は2桁まで）を書くか、空けておいてください。",
        "“{value}” cannot be read. Please write a number from 0 to 100 (two decimals at most), or leave it empty.",
    ),
}

SHARING: Final[dict[str, tuple[str, str]]] = {
    "wants-day": (
        "「{value}」は日付として読めません。2026-03-31 のように書いてください。",
        "“{value}” is not a date. Please write it like 2026-03-31.",
    ),
    "dates-contradict": (
        "日付が食い違っています。{day} は「{other}」の {other_day} より前です。どちらが正しいか確かめてください。",
        "The dates contradict each other: {day} lies before {other_day} of “{other}”. Please check both.",
    ),
    "day-after-decision": (
        "確認した日 {day} が、判断する日 {on} より後です。どちらが正しいか確かめてください。",
        "The day of the assurance, {day}, lies after the day of the decision, {on}. Please check both.",
    ),
    "levels-incomparable": (
        "「{value}」と「{other}」は物差しが違い、高さを比べられません。同じ書き方にしてください。",
        "“{value}” and “{other}” are of different scales and cannot be compared. Write both in the same way.",
    ),
    "unknown-name": (
        "文の中の「{name}」には、入れる値がありません。",
        "There is no value for “{name}” in this sentence.",
    ),
    "policy-unknown-id": (
        "「{id}」は {where} にありません。",
        "“{id}” is not listed under {where}.",
    ),
    "policy-escalate-to": (
        "ESCALATE には承認する人（to）を書き、ほかには書かないでください。",
        "ESCALATE needs “to”, the people who decide; nothing else may have it.",
    ),
    "policy-no-conditions": (
        "{value} に条件は付けられません。",
        "{value} cannot carry conditions.",
    ),
    "policy-conditions-missing": (
        "ALLOW_WITH には条件を1つ以上書いてください。",
        "ALLOW_WITH needs at least one condition.",
    ),
    "policy-not-rising": (
        "段階が上がるのに、「{other}」の行より厳しくなっています。",
        "This row is stricter than “{other}”, although the level is higher.",
    ),
    "policy-ageing": (
        "月数の少ない順に書き、古いほど低く数えてください。",
        "Steps must stand in the order of their months, and never count higher with age.",
    ),
}

SENTENCES: Final[dict[str, tuple[str, str]]] = READING | SHAPE | PACK | ANSWERS | SHARING
