"""docs/reference/roles.md: who may do what, printed from `roles.py`.

    python -m kuramori.ground.people.roles_page > docs/reference/roles.md

A test says when the page is stale.
"""

from __future__ import annotations

import sys

import django
from django.conf import settings
from django.utils.translation import override

from kuramori.ground.people.permission_words import WORDS, group_of
from kuramori.ground.people.roles import ELEVATED, PERMISSIONS, ROLE_NOTES, Can, Role

COMMAND = "python -m kuramori.ground.people.roles_page > docs/reference/roles.md"
HEAD = """\
# 役割とできること

*Who may do what, printed from `roles.py`. A person with two roles may do what either allows; a token never more than
its holder. What is marked 要る demands an elevated session: fifteen minutes after confirming who one is.*

6つの役割と、それぞれにできること。`kuramori/ground/people/roles.py` から作られたページです（手で直しません）。
1人が2つの役割を持つと、両方のできることが合わさります。API の鍵は、持ち主にできることより多くはできません。
「管理の操作」に「要る」とあるものは、本人であることを確かめてから15分のあいだだけできます（[管理の操作](../howto/elevated-work.md)）。

"""


def text() -> str:
    """The whole page, in Japanese with the permissions' names beside."""
    with override("ja"):
        return HEAD + _roles() + _table()


def _roles() -> str:
    rows = "".join(f"| {role.label} | `{role}` | {ROLE_NOTES[role]} |\n" for role in Role)
    return f"| 役割 | 名前 | 何をする人か |\n|---|---|---|\n{rows}\n"


def _table() -> str:
    heads = " | ".join(role.label for role in Role)
    lines = [f"| | できること | {heads} | 管理の操作 | 名前 |", f"|---|---|{':-:|' * len(Role)}:-:|---|"]
    last = ""
    for can in Can:
        group = group_of(can)
        marks = " | ".join("○" if can in PERMISSIONS[role] else "–" for role in Role)
        elevated = "要る" if can in ELEVATED else ""
        lines.append(f"| {'' if group == last else group} | {WORDS[can]} | {marks} | {elevated} | `{can}` |")
        last = group
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the page; it needs no settings of a data folder and no database."""
    settings.configure(USE_I18N=True, LANGUAGE_CODE="ja", LOCALE_PATHS=[])
    django.setup()
    sys.stdout.write(text())


if __name__ == "__main__":
    main()
