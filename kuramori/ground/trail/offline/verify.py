#!/usr/bin/env python3
"""証跡を確かめる: 証跡の束・証明・記録の全体が、書き換えられていないかを、蔵守なしで確かめます。

    python3 -I -S verify.py PATH… [--key VKEY] [--policy FILE] [--held CHECKPOINT…] [--tsa-roots PEM]

Checks packs, proofs and whole logs of Kuramori offline: one file, the standard library only, Python 3.9 or newer.
Exit 0 good, 1 bad, 2 cannot tell, 64 wrong usage. The formats are those of C2SP (signed-note, tlog-checkpoint,
tlog-cosignature, tlog-tiles, tlog-proof, tlog-policy), RFC 6962 and RFC 8032; written apart from Kuramori's own code.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import functools
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Callable, NamedTuple, NoReturn, Optional, Union

VERSION = "1"
LARGEST = 2**53 - 1  # beyond it JSON numbers differ from program to program
MOST_LEAF, MOST_LINE, MOST_NOTE, MOST_MANIFEST, MOST_NODES = 65_535, 1 << 24, 1 << 20, 1 << 26, 1 << 20
CHUNK = 1 << 16

# ---------------------------------------------------------------------------------------------- words

WORDS: dict[str, tuple[str, str]] = {
    # faults (1)
    "not_utf8": ("文字として読めません。", "It cannot be read as text."),
    "not_json": ("決まった形の JSON ではありません。", "It is not JSON in the fixed form."),
    "too_long": ("大きすぎます。", "It is too large."),
    "number": ("数が決まりどおりに書かれていません。", "A number is not written in the fixed form."),
    "base64": ("base64 が決まりどおりに書かれていません。", "The base64 is not in the fixed form."),
    "note": ("署名つきの控えの形になっていません。", "It does not have the form of a signed note."),
    "checkpoint": ("控え(checkpoint)の形になっていません。", "It does not have the form of a checkpoint."),
    "proof": ("証明(tlog-proof)の形になっていません。", "It does not have the form of a tlog-proof."),
    "vkey": ("鍵の書き方が決まりどおりではありません。", "A key is not written in the fixed form."),
    "policy": (
        "方針(policy)の{line}行目が決まりどおりではありません。",
        "Line {line} of the policy is not in the fixed form.",
    ),
    "policy_quorum": (
        "方針に quorum の行がちょうど一つありません。",
        "The policy does not have exactly one quorum line.",
    ),
    "policy_log": ("方針に記録(log)の鍵がありません。", "The policy names no log key."),
    "signature": ("{name} の署名が合いません。", "The signature of {name} does not fit."),
    "unsigned": (
        "信じる鍵の署名がありません。ほかの鍵で作られたか、書き換えられています。",
        "No signature of a trusted key: made with another key, or changed.",
    ),
    "quorum": (
        "立会人の連署が、方針の求める数に足りません。",
        "Fewer witnesses cosigned than the policy asks for.",
    ),
    "other_key": (
        "束に入っている記録の鍵が、渡された鍵と違います。",
        "The log key in the pack is not the one that was given.",
    ),
    "entry": ("一件の形が決まりどおりではありません。", "The entry does not have the fixed form."),
    "leaf": ("葉の形が決まりどおりではありません。", "The leaf does not have the fixed form."),
    "commitment": (
        "「{what}」の値が、記録した時の約束と合いません。",
        "The value of “{what}” does not fit its commitment.",
    ),
    "inclusion": (
        "この一件は、控えの木に入っていません。中身か証明が変えられています。",
        "This entry is not in the tree of the checkpoint: it or its proof was changed.",
    ),
    "index": (
        "番号が控えの件数({size})の外です。",
        "The index lies outside the checkpoint's {size} entries.",
    ),
    "path_length": ("証明の段の数が合いません。", "The proof has the wrong number of hashes."),
    "order": ("番号の順に並んでいません。", "The lines are not in the order of their indices."),
    "proof_missing": ("{index} 番の証明がありません。", "There is no proof for entry {index}."),
    "proof_extra": (
        "{index} 番の証明に当たる一件がありません。",
        "There is a proof for {index}, but no such entry.",
    ),
    "missing": ("ファイルがありません。", "The file is missing."),
    "extra": ("一覧にないファイルです。", "A file that is not listed."),
    "changed": (
        "中身が一覧の値と違います。書き換えられています。",
        "Its content is not what is listed: it was changed.",
    ),
    "size": (
        "大きさが一覧の値と違います({found} / {listed} バイト)。",
        "Its size is not what is listed ({found} / {listed} bytes).",
    ),
    "manifest": ("一覧の形が決まりどおりではありません。", "The manifest does not have the fixed form."),
    "name": ("使えない名前です: {name}", "A name that is not allowed: {name}"),
    "twice": ("同じ名前が二度あります: {name}", "The same name appears twice: {name}"),
    "special": ("ふつうのファイルではありません。", "It is not a plain file."),
    "zip": (
        "ZIP の作りが壊れているか、細工されています({what})。",
        "The ZIP is damaged or tampered with ({what}).",
    ),
    "seal": ("封(seal)ではありません。", "This is not a seal."),
    "seal_broken": (
        "封の値と一覧が合いません。一覧が変えられています。",
        "The seal does not fit the manifest: the list was changed.",
    ),
    "tile": (
        "タイルの中身が、一件ずつから計算した値と違います。",
        "The tile differs from what its entries give.",
    ),
    "tile_size": ("大きさが合いません。", "Its size is wrong."),
    "bundle": ("一件ずつに分けられません。", "It cannot be split into entries."),
    "root": (
        "全件から計算した根が、控えの根と違います。記録が書き換えられています。",
        "The root of all entries is not that of the checkpoint: the log was rewritten.",
    ),
    "rewritten": (
        "記録が書き換えられています。外で保管されていた控え「{held}」({size}件まで{time})と合いません。{weight}",
        "The log was rewritten: it does not fit the checkpoint held outside, “{held}” (up to {size} entries{time}). {weight}",
    ),
    "tail_cut": (
        "記録の終わりが切り取られています。外で保管されていた控え「{held}」は{size}件{time}ですが、この記録は{ours}件です。{weight}",
        "The end of the log was cut off: the checkpoint held outside, “{held}”, has {size} entries{time}, "
        "this log {ours}. {weight}",
    ),
    "inconsistent": (
        "二つの控えが同じ記録の前と後になっていません。どちらかの時点より前が書き換えられています。",
        "The two checkpoints are not an earlier and a later state of one log: it was rewritten.",
    ),
    "tsr_other": (
        "このタイムスタンプは、別の控えに対するものです。",
        "The timestamp is for another checkpoint.",
    ),
    "stamped": (
        "タイムスタンプの付いた控えは、この束の控えと同じ記録の、前の姿ではありません。",
        "The stamped checkpoint is no earlier state of the log that this pack's checkpoint is of.",
    ),
    "tsr_bad": ("タイムスタンプの署名が合いません。{detail}", "The timestamp does not verify. {detail}"),
    # cannot tell (2)
    "newer": (
        "新しい形式({what})です。新しい verify.py で確かめてください。",
        "A newer format ({what}): use a newer verify.py.",
    ),
    "key_type": ("知らない種類の鍵です({what})。", "A kind of key this program does not know ({what})."),
    "unknown": (
        "何のファイルか分かりません。束、証明、控え、記録のフォルダーのどれかを渡してください。",
        "Not recognised: give a pack, a proof, a checkpoint or the folder of a log.",
    ),
    "unreadable": ("読めません({what})。", "It cannot be read ({what})."),
    "no_key": (
        "比べる鍵がありません。記録の持ち主から別の方法で受け取った鍵を --key か --policy で渡してください。",
        "No key to compare with: give the key you got by another way with --key or --policy.",
    ),
    "no_entry": (
        "この証明が指す一件({index} 番の *.entry.json)がありません。",
        "The entry it proves (index {index}, *.entry.json) was not given.",
    ),
    "no_proof": (
        "この一件({index} 番)の証明がありません。",
        "There is no proof for this entry (index {index}).",
    ),
    "held_other": (
        "控え「{held}」は別の記録({origin})のものです。比べられません。",
        "“{held}” is of another log ({origin}): nothing to compare.",
    ),
    "held_newer": (
        "控え「{held}」({size}件)は、渡されたものより新しく、比べられません。",
        "“{held}” ({size} entries) is newer than what was given, and cannot be compared.",
    ),
    "held_no_path": (
        "控え「{held}」({size}件)と比べる道すじが、渡されたものの中にありません。記録の全体か、つながりの証明が要ります。",
        "Nothing given leads from “{held}” ({size} entries) to this checkpoint: the whole log or a consistency proof is needed.",
    ),
    "no_older": (
        "{size}件の控えがありません。つながりを確かめられません。",
        "There is no checkpoint of {size} entries to compare with.",
    ),
    "no_link": (
        "二つの控え({a}件、{b}件)をつなぐ証明がありません。",
        "There is no consistency proof between the checkpoints of {a} and {b} entries.",
    ),
    "zip64": (
        "大きすぎる ZIP です。フォルダーに広げてから渡してください。",
        "Too large a ZIP: unpack it and give the folder.",
    ),
    "tsr_roots": (
        "タイムスタンプは、認証局の証明書(--tsa-roots)がないので確かめていません。ほかの部分の結果は変わりません。",
        "The timestamp was not checked: no root certificates (--tsa-roots). The other parts stand as they are.",
    ),
    "tsr_openssl": (
        "タイムスタンプは、openssl がこの機械にないので確かめていません。ほかの部分の結果は変わりません。",
        "The timestamp was not checked: openssl is not on this machine. The other parts stand as they are.",
    ),
    "internal": ("確かめる途中で止まりました({what})。", "The check stopped midway ({what})."),
    # notes
    "own_policy": (
        "比べる鍵を渡されていないので、束の中身が互いに合うことだけを確かめました。"
        "記録の鍵の指紋 {fingerprint} を、束とは別の方法(電話、名刺、契約書)で相手に確かめてください。",
        "No key was given from outside, so this only shows that the pack fits together. "
        "Compare the log key's fingerprint {fingerprint} with the sender by another way (telephone, contract).",
    ),
    "held_ok": (
        "外の控え「{held}」と一致: {size}件まで{time}、書き換えはありません。",
        "Fits “{held}” held outside: nothing rewritten up to {size} entries{time}.",
    ),
    "signed_held": (
        "その控えには記録の鍵の正しい署名があり、それだけで証拠になります。",
        "That checkpoint bears the log's own valid signature, which is evidence by itself.",
    ),
    "unsigned_held": (
        "その控えの署名は確かめていません。どこで受け取ったかが重みになります。",
        "Its signature was not checked: its weight is where you got it from.",
    ),
    "not_covered": (
        "{first}番から{last}番までの {count}件は、渡された外の控えより新しく、書き換えの有無をこの確かめでは言えません。",
        "The {count} entries {first} to {last} are younger than what is held outside: this check says nothing on a rewrite of them.",
    ),
    "nothing_outside": (
        "外で保管された控えを渡されていません(--held)。記録の鍵を持つ人が全部を作り直していないかは、言えません。",
        "No checkpoint held outside was given (--held): this cannot tell whether the holder of the log key rebuilt it all.",
    ),
    "at_source": (
        "記録した時に正しいことが書かれたかどうかは、言えません。後から変わっていないことだけを言います。",
        "It does not prove that what was recorded was true then: only that it was not changed since.",
    ),
    "hidden": (
        "見せていない項目が {count} あります(消されたか、この相手には見せないもの)。",
        "{count} values are not disclosed (erased, or not for this reader).",
    ),
    "linked": (
        "{a}件の控えと{b}件の控えは、同じ記録の前と後です。",
        "The checkpoints of {a} and {b} entries are an earlier and a later state of one log.",
    ),
    "tsr_ok": ("タイムスタンプが合いました: {time}", "The timestamp verifies: {time}"),
    "tsr_over": (
        "タイムスタンプは、番号 {size} より前の証跡すべてに対するものです。",
        "The timestamp is over every entry with a number below {size}.",
    ),
    # headings
    "good": ("○ 合っています", "GOOD"),
    "bad": ("× 合っていません", "BAD"),
    "cannot": ("△ 決められません", "CANNOT TELL"),
    "faults": ("合わないところ", "Faults"),
    "open": ("決められないところ", "What cannot be told"),
    "notes": ("確かめたこと・お知らせ", "Notes"),
    "limits": ("この確かめで言えないこと", "What this does not prove"),
    "until": ("・{time}", ", {time}"),
    "usage": ("使い方が違います: {what}", "Wrong usage: {what}"),
}
FACTS = {
    "origin": ("記録の名前", "Log"),
    "size": ("件数", "Size"),
    "root": ("根", "Root"),
    "fingerprint": ("記録の鍵の指紋", "Log key fingerprint"),
    "key": ("記録の鍵", "Log key"),
    "entries": ("確かめた件数", "Entries checked"),
    "first_at": ("最初の時刻(UTC)", "First at (UTC)"),
    "last_at": ("最後の時刻(UTC)", "Last at (UTC)"),
    "witnesses": ("立会人", "Witnesses"),
    "witnesses_own": ("立会人(束の中の一覧による)", "Witnesses (as the pack itself lists them)"),
    "fixed": ("外部に固定済み", "Fixed outside"),
    "seconds": ("かかった秒", "Seconds"),
}


class Bad(Exception):
    """The content is wrong: the word for it, and what goes into its sentence."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class Cannot(Bad):
    """The content can be neither confirmed nor refuted here."""


class Finding(NamedTuple):
    kind: str  # bad, cannot, note, limit
    place: str
    code: str
    detail: dict[str, object]


class Report:
    """What was found: findings in order, and facts to print."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.facts: dict[str, object] = {}

    def add(self, kind: str, place: str, code: str, **detail: object) -> None:
        self.findings.append(Finding(kind, place, code, detail))

    def caught(self, place: str, fault: Bad) -> None:
        self.add("cannot" if isinstance(fault, Cannot) else "bad", place, fault.code, **fault.detail)

    @property
    def exit(self) -> int:
        kinds = {finding.kind for finding in self.findings}
        return 1 if "bad" in kinds else 2 if "cannot" in kinds else 0


def say(code: str, lang: str, **detail: object) -> str:
    return WORDS[code][lang == "en"].format(**detail)


# -------------------------------------------------------------------------------------------- Ed25519

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
D2, ROOT_M1 = 2 * D % P, pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
IDENTITY: Point = (0, 1, 1, 0)


def decode_point(data: bytes) -> Optional[Point]:
    """A point from its 32 bytes; None where they are not canonical or not on the curve (RFC 8032 5.1.3)."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * ROOT_M1 % P
        if (v * x * x - u) % P:
            return None
    if x == 0 and sign:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def double(p: Point) -> Point:
    x, y, z, _ = p
    a, b = x * x, y * y
    h, g = a + b, a - b
    e, f = h - (x + y) * (x + y), (2 * z * z + g) % P
    e, g, h = e % P, g % P, h % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = p[3] * q[3] % P * D2, 2 * p[2] * q[2]
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def negative(p: Point) -> Point:
    return P - p[0], p[1], p[2], P - p[3]


def small_order(p: Point) -> bool:
    p = double(double(double(p)))
    return p[0] % P == 0 and (p[1] - p[2]) % P == 0


def odd_multiples(p: Point, count: int) -> list[Point]:
    found, twice = [p], double(p)
    while len(found) < count:
        found.append(add(found[-1], twice))
    return found


def sliding(k: int, width: int) -> list[int]:
    """The scalar as signed odd digits, lowest first (wNAF)."""
    digits, whole = [], 1 << width
    while k:
        digit = 0
        if k & 1:
            digit = k & (whole - 1)
            digit -= whole if digit >= whole >> 1 else 0
            k -= digit
        digits.append(digit)
        k >>= 1
    return digits


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or IDENTITY
BASE_MULTIPLES = odd_multiples(BASE, 32)


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Strict RFC 8032: canonical S and points, no point of small order, without the cofactor."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, s = decode_point(public), int.from_bytes(signature[32:], "little")
    if a is None or s >= L or small_order(a):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    of_a, of_base = odd_multiples(negative(a), 8), sliding(s, 7)
    digits = sliding(k, 5)
    r = IDENTITY
    for at in range(max(len(digits), len(of_base)) - 1, -1, -1):
        r = double(r)
        for found, table in ((digits, of_a), (of_base, BASE_MULTIPLES)):
            digit = found[at] if at < len(found) else 0
            if digit:
                r = add(r, table[digit >> 1] if digit > 0 else negative(table[-digit >> 1]))
    if small_order(r):
        return False
    inverse = pow(r[2], P - 2, P)
    x, y = r[0] * inverse % P, r[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# ----------------------------------------------------------------------------------- text and numbers

INTEGER = re.compile(r"(?:0|[1-9][0-9]{0,15})\Z")
# Unicode White_Space, spelled out: programs differ in what they call a space.
SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
HEX32, HEX64 = re.compile(r"[0-9a-f]{32}\Z"), re.compile(r"[0-9a-f]{64}\Z")


def number(text: str) -> int:
    if not INTEGER.match(text) or int(text) > LARGEST:
        raise Bad("number")
    return int(text)


def unbase64(text: str, length: Optional[int] = None) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        raise Bad("base64") from None
    if base64.b64encode(data).decode() != text or (length is not None and len(data) != length):
        raise Bad("base64")
    return data


def text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("not_utf8") from None


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST or text == "-0":
        raise ValueError(text)
    return int(text)


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def read_json(data: bytes) -> Any:
    """A JSON value, refused unless the bytes are its canonical form (so no double keys, no second spelling)."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)
        again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        same = again.encode("utf-8") == data
    except (ValueError, RecursionError):
        raise Bad("not_json") from None
    if not same:
        raise Bad("not_json")
    return value


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


# --------------------------------------------------------------------------------------- Merkle trees

EMPTY = sha256(b"")
Nodes = dict[tuple[int, int], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\0" + leaf)


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right)


def tree(hashes: list[bytes]) -> bytes:
    """The root above hashes of one level (RFC 6962 2.1)."""
    if not hashes:
        return EMPTY
    new = hashlib.sha256
    while len(hashes) > 1:
        pairs = iter(hashes)
        above = [new(b"\1" + left + right).digest() for left, right in zip(pairs, pairs)]
        hashes = above + hashes[-1:] if len(hashes) & 1 else above
    return hashes[0]


def root_by(index: int, size: int, leaf: bytes, path: list[bytes], nodes: Optional[Nodes] = None) -> bytes:
    """The root that an inclusion proof leads to; the perfect subtrees met on the way go into `nodes`."""
    if not 0 <= index < size:
        raise Bad("index", size=size)
    inner = (index ^ (size - 1)).bit_length()
    levels = [*range(inner), *(at for at in range(inner, index.bit_length()) if index >> at & 1)]
    if len(path) != len(levels):
        raise Bad("path_length")
    found = leaf
    for level, beside in zip(levels, path):
        here = index >> level
        if nodes is not None:
            _keep(nodes, level, here, size, found if level < inner else None)
            _keep(nodes, level, here ^ 1, size, beside)
        found = node(beside, found) if here & 1 or level >= inner else node(found, beside)
    return found


def _keep(nodes: Nodes, level: int, at: int, size: int, value: Optional[bytes]) -> None:
    if value is not None and (at + 1) << level <= size and len(nodes) < MOST_NODES:
        nodes[level, at] = value


def root_from(nodes: Nodes, size: int) -> Optional[bytes]:
    """The root at an earlier size, where the perfect subtrees that are known allow it."""
    found: Optional[bytes] = None
    if size == 0:
        return EMPTY
    for level in range(size.bit_length()):
        if size >> level & 1:
            part = _subtree(nodes, level, (size >> level) - 1)
            if part is None:
                return None
            found = part if found is None else node(part, found)
    return found


def _subtree(nodes: Nodes, level: int, at: int) -> Optional[bytes]:
    waiting, made = [(level, at)], dict[tuple[int, int], Optional[bytes]]()
    budget = 1 << 16
    while waiting:
        here = waiting[-1]
        below = ((here[0] - 1, here[1] * 2), (here[0] - 1, here[1] * 2 + 1))
        budget -= 1
        if here in nodes or here[0] == 0 or budget < 0:
            made[here] = nodes.get(here)
        elif any(one in made and made[one] is None for one in below):
            made[here] = None
        elif [one for one in below if one not in made]:
            waiting.append(next(one for one in below if one not in made))
            continue
        else:
            made[here] = node(made[below[0]] or b"", made[below[1]] or b"")
        waiting.pop()
    return made[level, at]


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> bool:
    """Whether the tree of `old` leaves is the beginning of that of `new` (RFC 9162 2.1.4.2)."""
    if old > new:
        return False
    if old in (0, new):
        return (
            not path
            and old_root == (EMPTY if old == 0 else new_root)
            and (old != new or old_root == new_root)
        )
    steps = iter(path if old & (old - 1) else [old_root, *path])
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    a = b = next(steps, b"")
    for step in steps:
        if last == 0:
            return False
        if here & 1 or here == last:
            a, b = node(step, a), node(step, b)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            b = node(b, step)
        here, last = here >> 1, last >> 1
    return last == 0 and a == old_root and b == new_root


# --------------------------------------------------------------- signed notes, keys, checkpoints, policy


class Key(NamedTuple):
    name: str
    id: bytes
    kind: int  # 1 signs the text, 4 cosigns it with a time
    public: bytes
    text: str

    @property
    def fingerprint(self) -> str:
        digits = hashlib.sha256(self.public).hexdigest()
        return " ".join(digits[at : at + 4] for at in range(0, 64, 4))


class Note(NamedTuple):
    body: bytes
    signatures: list[tuple[str, bytes, bytes]]


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes
    note: Note


def read_key(text: str) -> Key:
    parts = text.split("+", 2)
    if len(parts) != 3 or not parts[0] or SPACE.search(parts[0]) or not re.match(r"[0-9a-f]{8}\Z", parts[1]):
        raise Bad("vkey")
    try:
        data = unbase64(parts[2])
    except Bad:
        raise Bad("vkey") from None
    if not data:
        raise Bad("vkey")
    if data[0] not in (1, 4):
        raise Cannot("key_type", what=hex(data[0]))
    point = decode_point(data[1:]) if len(data) == 33 else None
    if point is None or small_order(point) or key_id(parts[0], data) != bytes.fromhex(parts[1]):
        raise Bad("vkey")
    return Key(parts[0], bytes.fromhex(parts[1]), data[0], data[1:], text)


def key_id(name: str, data: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + data)[:4]


def read_note(data: bytes) -> Note:
    if len(data) > MOST_NOTE:
        raise Bad("too_long")
    text = text_of(data)
    cut = text.rfind("\n\n")
    if cut < 1 or not text.endswith("\n") or re.search("[\x00-\x09\x0b-\x1f]", text):
        raise Bad("note")
    signatures = []
    for line in text[cut + 2 : -1].split("\n"):
        parts = line.split(" ")
        if (
            len(parts) != 3
            or parts[0] != "\u2014"
            or not parts[1]
            or SPACE.search(parts[1])
            or "+" in parts[1]
        ):
            raise Bad("note")
        blob = unbase64(parts[2])
        if len(blob) < 5:
            raise Bad("note")
        signatures.append((parts[1], blob[:4], blob[4:]))
    if len(signatures) > 256:
        raise Bad("too_long")
    return Note(text[: cut + 1].encode(), signatures)


def read_checkpoint(data: bytes, *, unsigned: bool = False) -> Checkpoint:
    """A checkpoint; with `unsigned`, its three lines alone (from paper) are enough."""
    if unsigned and b"\n\n" not in data:
        note = Note(data if data.endswith(b"\n") else data + b"\n", [])
    else:
        note = read_note(data)
    lines = text_of(note.body).split("\n")[:-1]
    if len(lines) < 3 or not all(lines):
        raise Bad("checkpoint")
    size, root = number(lines[1]), unbase64(lines[2], 32)
    if size == 0 and root != EMPTY:
        raise Bad("checkpoint")
    return Checkpoint(lines[0], size, root, note)


def check_signatures(note: Note, keys: list[Key]) -> dict[Key, int]:
    """Who of `keys` signed, with the newest time that a cosigner states (else 0); a wrong signature is a fault."""
    found: dict[Key, int] = {}
    for name, ident, signature in note.signatures:
        for key in keys:
            if (key.name, key.id) != (name, ident):
                continue
            message, when = note.body, 0
            if key.kind == 4:
                when = int.from_bytes(signature[:8], "big")
                message = b"cosignature/v1\ntime %d\n" % when + note.body
                signature = signature[8:] if when < 2**63 else b""
            if not ed25519(key.public, message, signature):
                raise Bad("signature", name=name)
            found[key] = max(when, found.get(key, 0))
    return found


class Policy(NamedTuple):
    logs: list[Key]
    witnesses: dict[str, Key]
    groups: dict[str, tuple[int, list[str]]]
    quorum: str

    def met(self, name: str, signed: set[Key]) -> bool:
        if name == "none":
            return True
        if name in self.witnesses:
            return self.witnesses[name] in signed
        least, members = self.groups[name]
        return sum(self.met(member, signed) for member in members) >= least


def read_policy(data: bytes) -> Policy:
    if len(data) > MOST_NOTE:
        raise Bad("too_long")
    policy, quorum, used = Policy([], {}, {}, ""), list[str](), set[str]()
    for at, line in enumerate(text_of(data).split("\n"), 1):
        words = [word for word in re.split("[ \t]+", line) if word]
        if re.search("[\x00-\x08\x0b-\x1f\x7f]", line):
            raise Bad("policy", line=at)
        if words and not words[0].startswith("#"):
            try:
                _policy_line(policy, quorum, used, words)
            except Bad as fault:
                raise fault if isinstance(fault, Cannot) else Bad("policy", line=at) from None
    if len(quorum) != 1:
        raise Bad("policy_quorum")
    return policy._replace(quorum=quorum[0])


def _policy_line(policy: Policy, quorum: list[str], used: set[str], words: list[str]) -> None:
    known = {"none", *policy.witnesses, *policy.groups}
    keyword, rest = words[0], words[1:]
    if keyword == "log" and len(rest) in (1, 2):
        key = read_key(rest[0])
        if key.kind != 1 or key.public in [log.public for log in policy.logs]:
            raise Bad("policy")
        policy.logs.append(key)
    elif keyword == "witness" and len(rest) in (2, 3) and rest[0] not in known:
        key = read_key(rest[1])
        if key.kind != 4 or key.public in [witness.public for witness in policy.witnesses.values()]:
            raise Bad("policy")
        policy.witnesses[rest[0]] = key
    elif keyword == "group" and len(rest) >= 3 and rest[0] not in known:
        members = rest[2:]
        least = {"all": len(members), "any": 1}.get(rest[1]) or number(rest[1])
        fresh = len(set(members)) == len(members) and not set(members) & used
        if not fresh or not set(members) <= known - {"none"} or not 1 <= least <= len(members):
            raise Bad("policy")
        used.update(members)
        policy.groups[rest[0]] = (least, members)
    elif keyword == "quorum" and len(rest) == 1 and rest[0] in known:
        quorum.append(rest[0])
    else:
        raise Bad("policy")


# -------------------------------------------------------------------------------------------- entries

LEAF_KEYS = {
    "at", "audience", "event", "kind", "organisation", "payload", "person", "personal", "shows", "thing", "v", "via",
}  # fmt: skip
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z\Z")
FIELD = re.compile(r"[\x21-\x7e]{1,64}\Z")
SEALED = "trail:pack:sealed"


class Entry(NamedTuple):
    number: int
    hash: bytes
    at: str
    event: str
    payload: Optional[str]
    hidden: int


def read_leaf(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_LEAF:
        raise Bad("too_long")
    try:
        leaf = read_json(data)
    except Bad:
        raise Bad("leaf") from None
    if isinstance(leaf, dict) and type(leaf.get("v")) is int and leaf["v"] > 1:
        raise Cannot("newer", what=f"v{leaf['v']}")
    if not isinstance(leaf, dict) or set(leaf) != LEAF_KEYS or type(leaf["v"]) is not int or leaf["v"] != 1:
        raise Bad("leaf")
    texts = [leaf[key] for key in sorted(LEAF_KEYS - {"v", "personal", "shows"})]
    personal, shows = leaf["personal"], leaf["shows"]
    if not isinstance(personal, dict) or not isinstance(shows, list):
        raise Bad("leaf")
    if not all(isinstance(text, str) for text in [*texts, *shows, *personal.values()]):
        raise Bad("leaf")
    if not TIME.match(leaf["at"]) or not all(
        HEX64.match(one) for one in [leaf["payload"], *personal.values()]
    ):
        raise Bad("leaf")
    if not all(FIELD.match(name) for name in personal):
        raise Bad("leaf")
    return leaf


def read_entry(line: bytes) -> Entry:
    """A disclosed entry, with every value that it shows compared with its commitment."""
    found = read_json(line)
    if not isinstance(found, dict) or set(found) != {"index", "leaf", "payload", "personal"}:
        raise Bad("entry")
    index, text, personal = found["index"], found["leaf"], found["personal"]
    if type(index) is not int or index < 0 or not isinstance(text, str) or not isinstance(personal, dict):
        raise Bad("entry")
    leaf = read_leaf(text.encode())
    if set(personal) != set(leaf["personal"]):
        raise Bad("entry")
    payload = _disclosed("payload", found["payload"], leaf["payload"])
    shown = [_disclosed(f"personal/{name}", personal[name], leaf["personal"][name]) for name in personal]
    hidden = [payload, *shown].count(None)
    return Entry(index, leaf_hash(text.encode()), leaf["at"], leaf["event"], payload, hidden)


def _disclosed(label: str, told: object, commitment: str) -> Optional[str]:
    if told is None:
        return None
    if not isinstance(told, dict) or set(told) != {"salt", "value"}:
        raise Bad("entry")
    salt, value = told["salt"], told["value"]
    if not isinstance(salt, str) or not isinstance(value, str) or not HEX32.match(salt):
        raise Bad("entry")
    content = b"kuramori.trail/v1/" + label.encode() + b"\n" + bytes.fromhex(salt) + value.encode()
    if hashlib.sha256(content).hexdigest() != commitment:
        raise Bad("commitment", what=label)
    return value


# --------------------------------------------------------------------------- packs: a ZIP or a folder

Chunks = Iterator[bytes]


def safe_name(name: str) -> str:
    parts = name.split("/")
    if not name or len(name) > 1000 or re.search(r"[\x00-\x1f\x7f\\:]", name) or {"", ".", ".."} & set(parts):
        raise Bad("name", name=ascii(name)[:100])
    return name


class Member(NamedTuple):
    offset: int
    packed: int
    size: int
    is_deflated: bool
    crc: int


# The version of the format that an unpacker must know; 4.5 brought the last thing we might need.
NEWEST_ZIP = 45


class ZipPack:
    """The members of a ZIP without any gap, double name or lie; read in pieces, never more than announced."""

    def __init__(self, path: Path) -> None:
        self.file: BinaryIO = path.open("rb")
        self.members: dict[str, Member] = {}
        try:
            self._read_directory(path.stat().st_size)
        except (struct.error, UnicodeDecodeError, IndexError):
            self.file.close()
            raise Bad("zip", what="directory") from None
        except BaseException:
            self.file.close()
            raise

    def close(self) -> None:
        self.file.close()

    def names(self) -> list[str]:
        return list(self.members)

    def _at(self, offset: int, length: int) -> bytes:
        self.file.seek(offset)
        data = self.file.read(length)
        if len(data) != length:
            raise Bad("zip", what="end")
        return data

    def _read_directory(self, length: int) -> None:
        if length < 22:
            raise Bad("zip", what="end")
        end = self._at(length - 22, 22)
        sign, disk, first_disk, here, count, size, start, comment = struct.unpack("<IHHHHIIH", end)
        if sign != 0x06054B50 or disk or first_disk or here != count or comment:
            raise Bad("zip", what="end")
        if count == 0xFFFF or 0xFFFFFFFF in (size, start):
            raise Cannot("zip64")
        if start + size != length - 22 or size > MOST_MANIFEST:
            raise Bad("zip", what="directory")
        directory, at, spans, folded = self._at(start, size), 0, list[tuple[int, int, bool]](), set[str]()
        for _ in range(count):
            (sign, _, needs, flags, method, _, _, crc, packed, full, n, e, c, disk, _, attributes, offset) = (
                struct.unpack("<IHHHHHHIIIHHHHHII", directory[at : at + 46])
            )
            raw = directory[at + 46 : at + 46 + n]
            at += 46 + n + e + c
            if sign != 0x02014B50 or len(raw) != n or disk or flags & ~0x080E or method not in (0, 8):
                raise Bad("zip", what="directory")
            if needs > NEWEST_ZIP:  # other programs would not open what we call good
                raise Bad("zip", what="version")
            name = safe_name(raw.decode("utf-8" if flags & 0x0800 else "ascii"))
            if stat.S_IFMT(attributes >> 16) not in (0, stat.S_IFREG) or attributes & 0x10:
                raise Bad("special")
            if name.lower() in folded:
                raise Bad("twice", name=ascii(name))
            folded.add(name.lower())
            spans.append(self._member(name, raw, offset, Member(0, packed, full, method == 8, crc), flags))
        if at != size:
            raise Bad("zip", what="directory")
        self._require_no_gaps(sorted(spans), start)

    def _member(self, name: str, raw: bytes, offset: int, told: Member, flags: int) -> tuple[int, int, bool]:
        local = struct.unpack("<IHHHHHIIIHH", self._at(offset, 30))
        begins = offset + 30 + local[9] + local[10]
        later = bool(flags & 8)
        sizes = (told.crc, told.packed, told.size)
        if local[0] != 0x04034B50 or local[2] != flags or local[3] != (8 if told.is_deflated else 0):
            raise Bad("zip", what=ascii(name))
        if local[1] > NEWEST_ZIP:
            raise Bad("zip", what="version")
        if self._at(offset + 30, local[9]) != raw or (
            local[6:9] != sizes and not (later and local[6:9] == (0, 0, 0))
        ):
            raise Bad("zip", what=ascii(name))
        # Deflate cannot shrink more than 1,032 times: more is a lie.
        if told.size > told.packed * 1032 + 1032 or (not told.is_deflated and told.size != told.packed):
            raise Bad("zip", what=ascii(name))
        self.members[name] = told._replace(offset=begins)
        return offset, begins + told.packed, later

    @staticmethod
    def _require_no_gaps(spans: list[tuple[int, int, bool]], start: int) -> None:
        """Nothing may lie hidden between the members: other programs might show it."""
        ends = [0, *(end for _, end, _ in spans)]
        descriptors = [False, *(later for _, _, later in spans)]
        for begins, ended, later in zip([*(begin for begin, _, _ in spans), start], ends, descriptors):
            if begins - ended not in ((12, 16) if later else (0,)):
                raise Bad("zip", what="gap")

    def open(self, name: str) -> Chunks:
        member = self.members[name]
        at, left, crc, total = member.offset, member.packed, 0, 0
        unpack = zlib.decompressobj(-15) if member.is_deflated else None
        waiting = b""
        while left or waiting:
            if not waiting:
                waiting = self._at(at, min(CHUNK, left))
                at, left = at + len(waiting), left - len(waiting)
            try:
                data = unpack.decompress(waiting, CHUNK) if unpack else waiting
            except zlib.error:
                raise Bad("zip", what=ascii(name)) from None
            ended = unpack is not None and unpack.eof
            waiting = unpack.unconsumed_tail if unpack else b""
            crc, total = zlib.crc32(data, crc), total + len(data)
            if total > member.size or (ended and (left or waiting or (unpack and unpack.unused_data))):
                raise Bad("zip", what=ascii(name))
            yield data
        if total != member.size or crc != member.crc or (unpack and not unpack.eof):
            raise Bad("zip", what=ascii(name))


class FolderPack:
    """The files of a folder, by their path in it; links are refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[str] = []
        for folder, below, files in os.walk(path):
            for name in sorted([*below, *files]):
                full = Path(folder, name)
                mode = full.lstat().st_mode
                if stat.S_ISREG(mode):
                    self.found.append(safe_name(full.relative_to(path).as_posix()))
                elif not stat.S_ISDIR(mode):
                    raise Bad("special")

    def close(self) -> None:
        """Nothing is held open."""

    def names(self) -> list[str]:
        return self.found

    def open(self, name: str) -> Chunks:
        with (self.path / name).open("rb") as file:
            while data := file.read(CHUNK):
                yield data


Pack = Union[ZipPack, FolderPack]


def whole(pack: Pack, name: str, most: int) -> bytes:
    parts, size = [], 0
    for data in pack.open(name):
        parts.append(data)
        size += len(data)
        if size > most:
            raise Bad("too_long")
    return b"".join(parts)


def lines_of(pack: Pack, name: str) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; each ends in a newline and none is longer than 16 MiB."""
    held, at = b"", 0
    for data in pack.open(name):
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            at += 1
            yield at, line
        if len(held) > MOST_LINE:
            raise Bad("too_long")
    if held:
        raise Bad("not_json")


# ------------------------------------------------------------------------ what others hold, time-stamps


TOKEN = bytes.fromhex("2a864886f70d010702")  # signedData


class Held(NamedTuple):
    name: str
    checkpoint: Checkpoint


class Link(NamedTuple):
    """A consistency proof, as it is sent to witnesses: `old <size>`, hashes, an empty line, the newer checkpoint."""

    name: str
    old: int
    path: list[bytes]
    checkpoint: Checkpoint


class Given(NamedTuple):
    """What the one who checks brings from outside."""

    keys: list[Key]
    policy: Optional[Policy]
    held: list[Held]
    links: list[Link]
    roots: Optional[Path]


def read_link(name: str, data: bytes) -> Link:
    head, _, below = text_of(data).partition("\n\n")
    lines = head.split("\n")
    checkpoint = read_checkpoint(below.encode())
    return Link(name, number(lines[0][4:]), [unbase64(line, 32) for line in lines[1:]], checkpoint)


def utc(seconds: int) -> str:
    try:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
    except (OverflowError, ValueError, OSError):
        return str(seconds)


def check_checkpoint(
    report: Report, place: str, checkpoint: Checkpoint, given: Given, own: Optional[Policy]
) -> bool:
    """Signature and quorum, by the keys from outside or else the pack's own; True where outside keys vouch for it."""
    policy = given.policy or own
    logs = [*given.keys, *(given.policy.logs if given.policy else [])] or (own.logs if own else [])
    logs = [key for key in logs if key.name == checkpoint.origin and key.kind == 1]
    witnesses = list(policy.witnesses.values()) if policy else []
    report.facts.update(
        origin=checkpoint.origin, size=checkpoint.size, root=base64.b64encode(checkpoint.root).decode()
    )
    outside = bool(given.keys or given.policy)
    if not outside and not own:
        return False
    try:
        signed = check_signatures(checkpoint.note, [*logs, *witnesses])
        who = [key for key in logs if key in signed]
        if not who:
            raise Bad("unsigned")
        report.facts.update(key=who[0].text, fingerprint=who[0].fingerprint)
        times = {key.name: utc(when) for key, when in signed.items() if key.kind == 4}
        if times:
            # Names that the pack gives its own witnesses prove nothing about who they are.
            report.facts["witnesses" if policy is given.policy else "witnesses_own"] = times
        if policy and not policy.met(policy.quorum, set(signed)):
            raise Bad("quorum")
        if outside and policy and times and policy is given.policy:
            report.facts["fixed"] = {"size": checkpoint.size, "time": min(times.values())}
    except Bad as fault:
        report.caught(place, fault)
    if outside and own and not any(log.public in [key.public for key in logs] for log in own.logs):
        report.add("bad", "policy", "other_key")
    if not outside and own:
        report.add("note", place, "own_policy", fingerprint=report.facts.get("fingerprint", "-"))
    return outside


def weigh(held: Held, given: Given, own: Optional[Policy]) -> tuple[str, Optional[int]]:
    """The word for what the signatures of a held checkpoint are worth, and the newest time that witnesses state."""
    policies = [one for one in (given.policy, own) if one]
    keys = [*given.keys, *(key for one in policies for key in [*one.logs, *one.witnesses.values()])]
    try:
        signed = check_signatures(held.checkpoint.note, list(dict.fromkeys(keys)))
    except Bad:
        return "unsigned_held", None
    by_log = any(key.kind == 1 and key.name == held.checkpoint.origin for key in signed)
    when = max(signed.values(), default=0)
    return ("signed_held" if by_log else "unsigned_held"), when or None


def check_held(
    report: Report,
    place: str,
    ours: Checkpoint,
    given: Given,
    own: Optional[Policy],
    root_at: Callable[[Held], Optional[bytes]],
    time_at: Callable[[int], str],
    *,
    is_whole: bool,
) -> None:
    """Compare with every checkpoint held outside; `is_whole`: a held one that is larger means a tail was cut off."""
    covered = -1
    for held in given.held:
        size = held.checkpoint.size
        weight, when = weigh(held, given, own)
        told = {"held": held.name, "size": size, "origin": held.checkpoint.origin}
        if held.checkpoint.origin != ours.origin:
            report.add("cannot", place, "held_other", **told)
            continue
        stated = utc(when) if when else time_at(size) if size <= ours.size else ""
        told.update(time=stated, weight=weight)
        if size > ours.size:
            if is_whole:
                report.add("bad", place, "tail_cut", ours=ours.size, **told)
            else:
                report.add("cannot", place, "held_newer", **told)
            continue
        root = root_at(held)
        if root is None:
            report.add("cannot", place, "held_no_path", **told)
        elif root != held.checkpoint.root:
            report.add("bad", place, "rewritten", **told)
        else:
            report.add("note", place, "held_ok", **told)
            if size > covered:
                covered = size
                report.facts["fixed"] = {"size": size, "time": stated}
    if not given.held and "fixed" not in report.facts:
        report.add("limit", place, "nothing_outside")
    elif 0 <= covered < ours.size:
        report.add(
            "limit", place, "not_covered", first=covered, last=ours.size - 1, count=ours.size - covered
        )


def by_link(given: Given, ours: Checkpoint, held: Held) -> Optional[bytes]:
    """The root at the held size, as a consistency proof that was given shows it; otherwise None."""
    old = held.checkpoint
    for link in given.links:
        new = link.checkpoint
        if (new.size, new.root, new.origin, link.old) == (ours.size, ours.root, ours.origin, old.size):
            return old.root if consistent(old.size, new.size, old.root, new.root, link.path) else b"\0"
    return None


def check_links(report: Report, links: list[Link], checkpoints: list[Held]) -> None:
    for link in links:
        new = link.checkpoint
        older = [
            one
            for one in checkpoints
            if (one.checkpoint.origin, one.checkpoint.size) == (new.origin, link.old)
        ]
        if not older:
            report.add("cannot", link.name, "no_older", size=link.old)
        for one in older:
            if consistent(link.old, new.size, one.checkpoint.root, new.root, link.path):
                report.add("note", link.name, "linked", a=link.old, b=new.size)
            else:
                report.add("bad", link.name, "inconsistent")


def check_timestamp(report: Report, place: str, token: bytes, body: bytes, roots: Optional[Path]) -> None:
    """The token over the checkpoint's text: its imprint here, its signature by openssl where roots are given."""
    if not any(hashlib.new(kind, body).digest() in token for kind in ("sha256", "sha384", "sha512")):
        raise Bad("tsr_other")
    if roots is None:
        raise Cannot("tsr_roots")
    # A token alone begins with its kind (signedData), an answer of an authority with its status.
    bare = ["-token_in"] if TOKEN in token[:20] else []
    program = shutil.which("openssl")
    if program is None:
        raise Cannot("tsr_openssl")
    with tempfile.TemporaryDirectory() as folder:
        data, reply = Path(folder, "data"), Path(folder, "reply.tsr")
        data.write_bytes(body)
        reply.write_bytes(token)
        command = [
            program,
            "ts",
            "-verify",
            "-data",
            str(data),
            "-in",
            str(reply),
            *bare,
            "-CAfile",
            str(roots),
        ]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        shown = subprocess.run(
            [program, "ts", "-reply", "-in", str(reply), *bare, "-text"],
            capture_output=True,
            timeout=60,
            check=False,
        )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().split("\n")
        raise Bad("tsr_bad", detail=lines[-1][:200])
    stated = re.search(rb"Time stamp: (.+)", shown.stdout)
    report.add("note", place, "tsr_ok", time=stated[1].decode(errors="replace").strip() if stated else "?")


# ---------------------------------------------------------------------------------------- (a) a pack

MAYBE = {"checkpoint.tsr", "stamped"}
APART = {"manifest.json", "seal.json", "checkpoint", "proofs.jsonl"} | MAYBE
NEEDED = ("entries.jsonl", "policy")


def check_pack(report: Report, place: str, pack: Pack, given: Given) -> None:
    present = set(pack.names())
    for name in sorted({*APART, *NEEDED} - MAYBE - present):
        report.add("bad", name, "missing")
    if "manifest.json" not in present:
        return
    raw = whole(pack, "manifest.json", MOST_MANIFEST)
    try:
        members = read_manifest(raw)
    except Bad as fault:
        report.caught("manifest.json", fault)
        return
    for name in sorted(present - set(members) - APART):
        report.add("bad", name, "extra")
    for name in sorted(set(members) - present - set(NEEDED)):
        report.add("bad", name, "missing")
    for name in sorted(set(members) & present):
        try:
            _check_member(pack, name, *members[name])
        except Bad as fault:
            report.caught(name, fault)
    if not {"checkpoint", "policy", "seal.json", "proofs.jsonl", "entries.jsonl"} <= present:
        return
    parts: dict[str, Any] = {}
    readers: list[tuple[str, Callable[[bytes], Any], int]] = [
        ("policy", read_policy, MOST_NOTE),
        ("checkpoint", read_checkpoint, MOST_NOTE),
        ("seal.json", lambda data: _read_seal(data, sha256(raw).hex()), MOST_LINE),
    ]
    for name, reader, most in readers:
        try:
            parts[name] = reader(whole(pack, name, most))
        except Bad as fault:
            report.caught(name, fault)
    policy, checkpoint, seal = parts.get("policy"), parts.get("checkpoint"), parts.get("seal.json")
    if policy and not policy.logs:
        report.add("bad", "policy", "policy_log")
    if not (policy and checkpoint and seal):
        return
    check_checkpoint(report, "checkpoint", checkpoint, given, policy)
    nodes: Optional[Nodes] = {} if given.held else None
    _check_entries(report, pack, checkpoint, seal, nodes)
    _check_stamp(report, pack, present & MAYBE, checkpoint, given.roots)
    if report.exit != 1:
        check_held(
            report, place, checkpoint, given, policy,
            lambda held: _root_known(checkpoint, nodes or {}, given, held), lambda _: "", is_whole=False,
        )  # fmt: skip


def _check_stamp(
    report: Report, pack: Pack, present: set[str], checkpoint: Checkpoint, roots: Optional[Path]
) -> None:
    """The token of a pack; where it cannot be checked here, that alone is said and the rest stands."""
    if present == {"stamped"}:
        report.add("bad", "checkpoint.tsr", "missing")
    if "checkpoint.tsr" not in present:
        return
    place = "stamped"
    try:
        body, size = checkpoint.note.body, checkpoint.size
        if "stamped" in present:
            body, size = _read_stamped(whole(pack, "stamped", MOST_NOTE), checkpoint)
        place = "checkpoint.tsr"
        token = whole(pack, place, MOST_NOTE)
        report.add("note", place, "tsr_over", size=size)
        check_timestamp(report, place, token, body, roots)
    except Cannot as open_still:
        report.add("limit", place, open_still.code, **open_still.detail)
    except Bad as fault:
        report.caught(place, fault)


def _read_stamped(data: bytes, ours: Checkpoint) -> tuple[bytes, int]:
    """The text that was stamped and its size: three lines, an empty one, and the way to the pack's checkpoint."""
    text, cut, way = data.partition(b"\n\n")
    if not cut or (way and not way.endswith(b"\n")) or way.count(b"\n") > 128:
        raise Bad("checkpoint")
    older = read_checkpoint(text + b"\n", unsigned=True)
    path = [unbase64(line, 32) for line in text_of(way).split("\n")[:-1]]
    if older.origin != ours.origin or not consistent(older.size, ours.size, older.root, ours.root, path):
        raise Bad("stamped")
    return text + b"\n", older.size


def _root_known(ours: Checkpoint, nodes: Nodes, given: Given, held: Held) -> Optional[bytes]:
    if held.checkpoint.size == ours.size:
        return ours.root
    return by_link(given, ours, held) or root_from(nodes, held.checkpoint.size)


def read_manifest(raw: bytes) -> dict[str, tuple[int, str]]:
    found = read_json(raw[:-1] if raw.endswith(b"\n") else raw)
    form = found.get("format") if isinstance(found, dict) else None
    if isinstance(form, str) and re.match(r"kuramori/pack@v(?!1\Z)[0-9]+\Z", form):
        raise Cannot("newer", what=form)
    if (
        form != "kuramori/pack@v1"
        or set(found) != {"format", "members"}
        or not isinstance(found["members"], list)
    ):
        raise Bad("manifest")
    members: dict[str, tuple[int, str]] = {}
    for one in found["members"]:
        if not isinstance(one, dict) or set(one) != {"name", "sha256", "size"}:
            raise Bad("manifest")
        name, digest, size = one["name"], one["sha256"], one["size"]
        if not isinstance(name, str) or not isinstance(digest, str) or type(size) is not int or size < 0:
            raise Bad("manifest")
        if not HEX64.match(digest) or safe_name(name) in APART or (members and name <= list(members)[-1]):
            raise Bad("manifest")
        members[name] = (size, digest)
    if not set(NEEDED) <= set(members):
        raise Bad("manifest")
    return members


def _check_member(pack: Pack, name: str, size: int, digest: str) -> None:
    found, total = hashlib.sha256(), 0
    for data in pack.open(name):
        found.update(data)
        total += len(data)
        if total > size:
            raise Bad("size", found=f">{size}", listed=size)
    if total != size:
        raise Bad("size", found=total, listed=size)
    if found.hexdigest() != digest:
        raise Bad("changed")


def _read_seal(data: bytes, manifest: str) -> Entry:
    seal = read_entry(data[:-1] if data.endswith(b"\n") else data)
    if seal.event != SEALED or seal.payload is None:
        raise Bad("seal")
    values = read_json(seal.payload.encode())
    if not isinstance(values, dict) or values.get("manifest") != manifest:
        raise Bad("seal_broken")
    return seal


def _check_entries(
    report: Report, pack: Pack, checkpoint: Checkpoint, seal: Entry, nodes: Optional[Nodes]
) -> None:
    """Every entry and the seal, each with its proof; both files are read side by side, once."""
    proofs = _proofs(pack)
    waiting: Optional[Entry] = seal
    count, hidden, faults, first, last = 0, 0, 0, "", ""
    place = "proofs.jsonl"
    try:
        for at, line in lines_of(pack, "entries.jsonl"):
            place = f"entries.jsonl:{at}"
            entry = read_entry(line)
            place = "proofs.jsonl"
            if waiting and waiting.number < entry.number:
                faults += _check_path(report, "seal.json", waiting, next(proofs, None), checkpoint, nodes)
                waiting = None
            faults += _check_path(report, f"entries.jsonl:{at}", entry, next(proofs, None), checkpoint, nodes)
            count, hidden = count + 1, hidden + entry.hidden
            first, last = first or entry.at, entry.at
            if faults > 20:
                return
        if waiting:
            _check_path(report, "seal.json", waiting, next(proofs, None), checkpoint, nodes)
        extra = next(proofs, None)
        if extra:
            raise Bad("proof_extra", index=extra[0])
    except Bad as fault:
        report.caught(place, fault)
    report.facts.update(entries=count, first_at=first or None, last_at=last or None)
    if hidden:
        report.add("note", "entries.jsonl", "hidden", count=hidden)


def _proofs(pack: Pack) -> Iterator[tuple[int, list[bytes]]]:
    """Index and path of every line, in rising order."""
    newest = -1
    for _, line in lines_of(pack, "proofs.jsonl"):
        found = read_json(line)
        if not isinstance(found, dict) or set(found) != {"index", "proof"} or type(found["index"]) is not int:
            raise Bad("proof")
        path = found["proof"]
        if not isinstance(path, list) or len(path) > 64 or not all(isinstance(step, str) for step in path):
            raise Bad("proof")
        if found["index"] <= newest:
            raise Bad("order")
        newest = found["index"]
        yield newest, [unbase64(step, 32) for step in path]


def _check_path(
    report: Report,
    place: str,
    entry: Entry,
    proof: Optional[tuple[int, list[bytes]]],
    checkpoint: Checkpoint,
    nodes: Optional[Nodes],
) -> int:
    if proof is None:
        raise Bad("proof_missing", index=entry.number)
    if proof[0] != entry.number:
        # Rising proofs beside rising entries: whichever is lower stands alone.
        raise (
            Bad("proof_extra", index=proof[0])
            if proof[0] < entry.number
            else Bad("proof_missing", index=entry.number)
        )
    try:
        if root_by(entry.number, checkpoint.size, entry.hash, proof[1], nodes) != checkpoint.root:
            raise Bad("inclusion")
    except Bad as fault:
        report.caught(place, fault)
        return 1
    return 0


# -------------------------------------------------------------------------------- (b) a proof, by itself


class Proof(NamedTuple):
    number: int
    path: list[bytes]
    checkpoint: Checkpoint


def read_proof(data: bytes) -> Proof:
    if len(data) > MOST_NOTE:
        raise Bad("too_long")
    head, cut, below = text_of(data).partition("\n\n")
    lines = head.split("\n")
    if not cut or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Bad("proof")
    if lines and lines[0].startswith("extra "):
        unbase64(lines.pop(0)[6:])
    if not lines or not lines[0].startswith("index ") or len(lines) > 65:
        raise Bad("proof")
    index, path = number(lines[0][6:]), [unbase64(line, 32) for line in lines[1:]]
    return Proof(index, path, read_checkpoint(below.encode()))


def check_proof(report: Report, place: str, proof: Proof, entry: Entry, given: Given) -> None:
    nodes: Nodes = {}
    ours = proof.checkpoint
    if root_by(proof.number, ours.size, entry.hash, proof.path, nodes) != ours.root:
        raise Bad("inclusion")
    if not check_checkpoint(report, place, ours, given, None):
        report.add("cannot", place, "no_key")
    report.facts.update(entries=1, first_at=entry.at, last_at=entry.at)
    if entry.hidden:
        report.add("note", place, "hidden", count=entry.hidden)
    if report.exit != 1:
        check_held(
            report, place, ours, given, None,
            lambda held: _root_known(ours, nodes, given, held), lambda _: "", is_whole=False,
        )  # fmt: skip


# ----------------------------------------------------------------------------------- (c) the whole log


def tile_path(level: str, at: int, width: int) -> str:
    parts = [f"{at % 1000:03d}"]
    while at >= 1000:
        at //= 1000
        parts.insert(0, f"x{at % 1000:03d}")
    return f"tile/{level}/{'/'.join(parts)}" + (f".p/{width}" if width < 256 else "")


class Log:
    """A folder of tiles, read from the first entry to the last; keeps no more than one path of the tree."""

    def __init__(self, report: Report, folder: Path, size: int) -> None:
        self.report, self.folder, self.size = report, folder, size
        self.levels: list[list[bytes]] = [[]]
        self.roots: dict[int, bytes] = {}
        self.times: dict[int, str] = {}
        self.faults = 0

    def read(self, wanted: set[int]) -> Optional[bytes]:
        """Recompute everything; keeps the roots at the sizes `wanted`. The root of all, or None after a fault."""
        for at in range(0, self.size, 256):
            width = min(256, self.size - at)
            leaves = self._bundle(at // 256, width)
            if leaves is None:
                return None
            new = hashlib.sha256
            hashes = [new(b"\0" + leaf).digest() for leaf in leaves]
            for size in [size for size in wanted if at < size <= at + width]:
                self.roots[size] = self._root(hashes[: size - at])
                self.times[size] = _time_of(leaves[size - at - 1])
            if width == 256:
                self._full(0, at // 256, hashes)
            else:
                self._compare(0, at // 256, hashes)
        if self.size == 0 or self.size % 256 == 0:
            self.roots[self.size] = self._root([])
        for level in range(1, len(self.levels)):
            if self.levels[level]:
                self._compare(level, self.size >> 8 * (level + 1), self.levels[level])
        return self.roots[self.size]

    def _root(self, hashes: list[bytes]) -> bytes:
        """Over the full tiles so far and these leaves: full subtrees from the right to the left."""
        found = tree(hashes) if hashes else None
        for beside in self.levels[1:]:
            found = _fold(beside, found)
        return found or EMPTY

    def _full(self, level: int, at: int, hashes: list[bytes]) -> None:
        self._compare(level, at, hashes)
        if len(self.levels) == level + 1:
            self.levels.append([])
        self.levels[level + 1].append(tree(hashes))
        if len(self.levels[level + 1]) == 256:
            above, self.levels[level + 1] = self.levels[level + 1], []
            self._full(level + 1, at >> 8, above)

    def _bundle(self, at: int, width: int) -> Optional[list[bytes]]:
        name = tile_path("entries", at, width)
        try:
            data = self._file(name, 256 * (MOST_LEAF + 2))
            leaves, begin = [], 0
            while begin < len(data):
                length = data[begin] << 8 | data[begin + 1]
                leaves.append(data[begin + 2 : begin + 2 + length])
                begin += 2 + length
            if len(leaves) != width or begin != len(data):
                raise Bad("bundle")
        except IndexError:
            self.report.add("bad", name, "bundle")
        except Bad as fault:
            self.report.caught(name, fault)
        else:
            return leaves
        return None

    def _compare(self, level: int, at: int, hashes: list[bytes]) -> None:
        name = tile_path(str(level), at, len(hashes))
        try:
            data = self._file(name, 8193)
            if data != b"".join(hashes):
                raise Bad("tile" if len(data) == 32 * len(hashes) else "tile_size")
        except Bad as fault:
            self.faults += 1
            if self.faults <= 20:
                self.report.caught(name, fault)

    def _file(self, name: str, most: int) -> bytes:
        try:
            with open(f"{self.folder}/{name}", "rb") as file:  # noqa: PTH123  (thousands of them: twice as fast)
                data = file.read(most + 1)
        except FileNotFoundError:
            raise Bad("missing") from None
        if len(data) > most:
            raise Bad("too_long")
        return data


def _fold(beside: list[bytes], found: Optional[bytes]) -> Optional[bytes]:
    """Put full subtrees of one size to the left of what is found so far."""
    rest = beside
    while rest:
        width = len(rest) & -len(rest)
        part = tree(rest[-width:])
        found = part if found is None else node(part, found)
        rest = rest[:-width]
    return found


def _time_of(leaf: bytes) -> str:
    try:
        return str(read_leaf(leaf)["at"])
    except Bad:
        return ""


def check_log(report: Report, place: str, folder: Path, given: Given) -> None:
    checkpoint = read_checkpoint(FolderFile(folder).read("checkpoint", MOST_NOTE))
    own = read_policy(FolderFile(folder).read("policy", MOST_NOTE)) if (folder / "policy").is_file() else None
    vouched = check_checkpoint(report, "checkpoint", checkpoint, given, own)
    wanted = {held.checkpoint.size for held in given.held if held.checkpoint.origin == checkpoint.origin}
    log = Log(report, folder, checkpoint.size)
    root = log.read({*wanted, checkpoint.size} - {0})
    log.roots[0] = EMPTY
    report.facts.update(entries=checkpoint.size, last_at=log.times.get(checkpoint.size) or None)
    if root is not None and root != checkpoint.root:
        report.add("bad", "checkpoint", "root")
    if root is None:
        return
    check_held(
        report, place, checkpoint, given, own,
        lambda held: log.roots.get(held.checkpoint.size), lambda size: log.times.get(size, ""), is_whole=True,
    )  # fmt: skip
    # A checkpoint held outside is worth more than a key: with one that fits, the key may be missing.
    if not vouched and own is None and not any(found.code == "held_ok" for found in report.findings):
        report.add("cannot", "checkpoint", "no_key")


class FolderFile(NamedTuple):
    folder: Path

    def read(self, name: str, most: int) -> bytes:
        with (self.folder / name).open("rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise Bad("too_long")
        return data


# ------------------------------------------------------------------------------------ what was given


class Subject(NamedTuple):
    """One thing to check: what it is, where it lies, and what was read of it."""

    kind: str
    path: Path
    content: Any = None


def recognise(path: Path) -> Subject:
    """Tell by its content what a file or folder is; raises `Cannot` for what is none of ours."""
    if path.is_dir():
        names = {one.name for one in path.iterdir()}
        if "checkpoint" in names and ("tile" in names or not names & {"manifest.json", *NEEDED}):
            return Subject("log", path)
        if len(names & {*APART, *NEEDED}) > 1:
            return Subject("pack", path)
        raise Cannot("unknown")
    with path.open("rb") as file:
        data = file.read(MOST_LINE + 1)
    if data[:4] in (b"PK\3\4", b"PK\5\6"):
        return Subject("pack", path)
    if len(data) > MOST_LINE:
        raise Cannot("unknown")
    if data.startswith(b"c2sp.org/tlog-proof@"):
        first = data.split(b"\n")[0]
        if re.match(rb"c2sp.org/tlog-proof@v(?!1\Z)[0-9]+\Z", first):
            raise Cannot("newer", what=first.decode("ascii"))
        return Subject("proof", path, read_proof(data))
    if data.startswith(b"old "):
        return Subject("link", path, read_link(path.name, data))
    if data.startswith(b"{"):
        return Subject("entry", path, read_entry(data[:-1] if data.endswith(b"\n") else data))
    if data[:1] == b"\x30" and TOKEN in data[:64]:
        return Subject("timestamp", path, data)
    if b"\n\n\xe2\x80\x94 " in data:
        return Subject("checkpoint", path, read_checkpoint(data))
    raise Cannot("unknown")


def read_held(path: Path) -> Checkpoint:
    """A checkpoint that somebody keeps: the note, its three lines alone, or a proof with the checkpoint in it."""
    data = FolderFile(path.parent).read(path.name, MOST_NOTE)
    return (
        read_proof(data).checkpoint
        if data.startswith(b"c2sp.org/tlog-proof@")
        else read_checkpoint(data, unsigned=True)
    )


Checked = list[tuple[str, str, Report]]


def verify(
    paths: list[str],
    *,
    keys: tuple[str, ...] = (),
    policy: Optional[str] = None,
    held: tuple[str, ...] = (),
    roots: Optional[str] = None,
) -> Checked:
    """Check everything given; a report for each thing: (path, kind, report)."""
    checked: Checked = []
    brought = Report()
    found_keys: list[Key] = []
    for text in keys:
        found_keys += _guarded(brought, "--key", functools.partial(_key, text))
    policies = _guarded(brought, "--policy", functools.partial(_policy, policy)) if policy else []
    found_held: list[Held] = []
    for name in held:
        found_held += _guarded(brought, name, functools.partial(_held, name))
    given = Given(
        found_keys, policies[0] if policies else None, found_held, [], Path(roots) if roots else None
    )
    if brought.findings:
        # What was to be compared with cannot be read: nothing is said about the rest.
        brought.findings = [found._replace(kind="cannot") for found in brought.findings]
        return [("", "given", brought)]
    subjects: list[Subject] = []
    for path in paths:
        report = Report()
        subjects += _guarded(report, path, functools.partial(_subject, path))
        if report.findings:
            checked.append((path, "unknown", report))
    given.links.extend(one.content for one in subjects if one.kind == "link")
    return checked + _check_all(subjects, given)


def _key(text: str) -> list[Key]:
    return [read_key(text if "+" in text else Path(text).read_text("utf-8").strip())]


def _policy(name: str) -> list[Policy]:
    return [read_policy(Path(name).read_bytes())]


def _held(name: str) -> list[Held]:
    return [Held(name, read_held(Path(name)))]


def _subject(name: str) -> list[Subject]:
    return [recognise(Path(name))]


def _guarded(report: Report, place: str, work: Callable[[], list[Any]]) -> list[Any]:
    """Run; whatever goes wrong with the material becomes a finding, and nothing is returned."""
    try:
        return work()
    except Bad as fault:
        report.caught(place, fault)
    except (OSError, UnicodeDecodeError, subprocess.SubprocessError) as fault:
        report.add("cannot", place, "unreadable", what=type(fault).__name__)
    return []


def _check_all(subjects: list[Subject], given: Given) -> Checked:
    checked: Checked = []
    entries = {one.content.number: one for one in subjects if one.kind == "entry"}
    alone = [Held(str(one.path), one.content) for one in subjects if one.kind == "checkpoint"]
    proved: set[int] = set()
    for one in subjects:
        report, place = Report(), one.path.name or str(one.path)

        def work(one: Subject = one, report: Report = report, place: str = place) -> list[Any]:
            if one.kind == "pack":
                pack: Pack = FolderPack(one.path) if one.path.is_dir() else ZipPack(one.path)
                try:
                    check_pack(report, place, pack, given)
                finally:
                    pack.close()
            elif one.kind == "log":
                check_log(report, place, one.path, given)
            elif one.kind == "proof":
                entry = entries.get(one.content.number)
                if entry is None:
                    raise Cannot("no_entry", index=one.content.number)
                check_proof(report, place, one.content, entry.content, given)
            elif one.kind == "entry" and not any(
                two.kind == "proof" and two.content.number == one.content.number for two in subjects
            ):
                raise Cannot("no_proof", index=one.content.number)
            elif one.kind == "checkpoint":
                _check_alone(report, place, one.content, given, alone)
            elif one.kind == "link":
                check_links(report, [one.content], [*alone, *given.held])
            elif one.kind == "timestamp":
                _check_token(report, place, one.content, alone, given)
            return []

        _guarded(report, place, work)
        if one.kind == "proof":
            proved.add(one.content.number)
        if one.kind != "entry" or report.findings:
            checked.append((str(one.path), one.kind, report))
    _check_pairs(checked, alone, given)
    return checked


def _check_alone(report: Report, place: str, ours: Checkpoint, given: Given, alone: list[Held]) -> None:
    if not check_checkpoint(report, place, ours, given, None) and len(alone) < 2:
        report.add("cannot", place, "no_key")
    if report.exit != 1:
        check_held(
            report, place, ours, given, None,
            lambda held: _root_known(ours, {}, given, held), lambda _: "", is_whole=False,
        )  # fmt: skip


def _check_pairs(checked: Checked, alone: list[Held], given: Given) -> None:
    """Checkpoints of one log that stand beside each other: the same size, or a proof between them."""
    linked = {(link.checkpoint.origin, link.old, link.checkpoint.size) for link in given.links}
    ordered = sorted(alone, key=lambda one: (one.checkpoint.origin, one.checkpoint.size))
    for old, new in zip(ordered, ordered[1:]):  # noqa: RUF007  (pairwise came with Python 3.10)
        a, b = old.checkpoint, new.checkpoint
        report = Report()
        if a.origin != b.origin:
            continue
        if a.size == b.size and a.root != b.root:
            report.add("bad", f"{old.name} / {new.name}", "inconsistent")
        elif a.size != b.size and (a.origin, a.size, b.size) not in linked:
            report.add("cannot", f"{old.name} / {new.name}", "no_link", a=a.size, b=b.size)
        checked.append((f"{old.name} / {new.name}", "pair", report))


def _check_token(report: Report, place: str, token: bytes, alone: list[Held], given: Given) -> None:
    bodies = [one.checkpoint.note.body for one in [*alone, *given.held]]
    fitting = [body for body in bodies if hashlib.sha256(body).digest() in token]
    if not bodies:
        raise Cannot("no_older", size="?")
    check_timestamp(report, place, token, (fitting or bodies)[0], given.roots)


# -------------------------------------------------------------------------------------------- output


def exit_of(checked: Checked) -> int:
    exits = {report.exit for _, _, report in checked}
    return 1 if 1 in exits else 2 if 2 in exits or not checked else 0


def as_json(checked: Checked, lang: str) -> str:
    code = exit_of(checked)
    told = [
        {
            "path": path,
            "kind": kind,
            "exit": report.exit,
            "facts": report.facts,
            "findings": [
                {"kind": one.kind, "place": one.place, "reason": one.code, "message": _sentence(one, lang)}
                for one in report.findings
            ],
        }
        for path, kind, report in checked
    ]
    verdict = {
        "verdict": ("good", "bad", "cannot_tell")[code],
        "exit": code,
        "version": VERSION,
        "checked": told,
    }
    return json.dumps(verdict, ensure_ascii=False, indent=2)


def _sentence(found: Finding, lang: str) -> str:
    detail = dict(found.detail)
    if "time" in detail and found.code in ("rewritten", "tail_cut", "held_ok"):
        detail["time"] = say("until", lang, time=detail["time"]) if detail["time"] else ""
    if "weight" in detail:
        detail["weight"] = say(str(detail["weight"]), lang)
    return say(found.code, lang, **detail)


def as_text(checked: Checked, lang: str) -> str:
    out = []
    for path, _, report in checked:
        out.append(f"{say(('good', 'bad', 'cannot')[report.exit], lang)}  {path}".rstrip())
        for name, value in report.facts.items():
            if isinstance(value, dict):
                value = ", ".join(f"{key} {one}" for key, one in value.items())
            if value is not None:
                out.append(f"  {FACTS[name][lang == 'en']}: {value}")
        limits = [one for one in report.findings if one.kind == "limit"]
        if report.exit == 0 and report.facts:
            limits.append(Finding("limit", "", "at_source", {}))
        for kind, heading in (("bad", "faults"), ("cannot", "open"), ("note", "notes")):
            out += _section(heading, [one for one in report.findings if one.kind == kind], lang)
        out += _section("limits", limits, lang)
        out.append("")
    if len(checked) > 1:
        out += [say(("good", "bad", "cannot")[exit_of(checked)], lang), ""]
    return "\n".join(out)


def _section(heading: str, findings: list[Finding], lang: str) -> list[str]:
    if not findings:
        return []
    lines = [
        f"    - {one.place}: {_sentence(one, lang)}" if one.place else f"    - {_sentence(one, lang)}"
        for one in findings
    ]
    return [f"  {say(heading, lang)}", *lines]


class Usage(Exception):
    """The command line is wrong."""


class Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Usage(message)


def arguments() -> Arguments:
    parser = Arguments(
        prog="verify.py",
        description="証跡の束・証明・控え・記録の全体を、蔵守なしで確かめます。 Checks packs, proofs, checkpoints and whole logs.",
        epilog="0 合っている good / 1 合っていない bad / 2 決められない cannot tell / 64 使い方の誤り usage",
    )
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="束(ZIP・フォルダー)、証明、一件、控え、タイルのフォルダー"
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="VKEY",
        help="別の方法で受け取った記録の鍵(文字か、その入ったファイル)",
    )
    parser.add_argument("--policy", metavar="FILE", help="別の方法で受け取った方針")
    parser.add_argument(
        "--held",
        action="append",
        nargs="+",
        default=[],
        metavar="CHECKPOINT",
        help="外で保管されていた控え(証明でもよい)",
    )
    parser.add_argument("--tsa-roots", metavar="PEM", help="タイムスタンプ局の証明書(openssl で確かめます)")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="表示の言葉")
    parser.add_argument("--json", action="store_true", help="結果を JSON で出す")
    parser.add_argument("--version", action="version", version=VERSION)
    return parser


def with_entries(paths: list[str]) -> list[str]:
    """A proof alone proves nothing one can read: the entry that lies beside it under the same name comes along."""
    beside = [path[: -len(".tlog-proof")] + ".entry.json" for path in paths if path.endswith(".tlog-proof")]
    return [*paths, *(path for path in beside if path not in paths and Path(path).is_file())]


def main(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        given = arguments().parse_args(words)
    except Usage as fault:
        sys.stderr.write(
            say("usage", "en" if "en" in words else "ja", what=fault) + "\n" + arguments().format_usage()
        )
        return 64
    began = time.monotonic()
    try:
        held = tuple(one for some in given.held for one in some)
        checked = verify(
            with_entries(given.paths),
            keys=tuple(given.key),
            policy=given.policy,
            held=held,
            roots=given.tsa_roots,
        )
    except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001  (never a traceback before a customer)
        report = Report()
        report.add("cannot", "", "internal", what=type(fault).__name__)
        checked = [("", "unknown", report)]
    if len(checked) == 1 and checked[0][2].facts:
        checked[0][2].facts["seconds"] = round(time.monotonic() - began, 2)
    sys.stdout.write((as_json if given.json else as_text)(checked, given.lang) + "\n")
    return exit_of(checked)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
