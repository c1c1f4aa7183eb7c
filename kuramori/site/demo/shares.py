"""A shared folder of an invented company with a few invented files, looked through once.

The files lie below the records (`demo-share/`), so that nothing outside is touched.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from kuramori.ground.people.actor import Actor
from kuramori.work.ledger.models import Asset, Finding, Judgement, Rhythm
from kuramori.work.ledger.scanners.folder.scanner import invented_folder
from kuramori.work.ledger.scanning import judgement, registering, running, sources

Standing = Callable[[str], AbstractContextManager[None]]

COMPANIES = ("kakuu-seiko", "mihon-kanagata")
CONDITIONS = (
    "粗加工では送りを毎分四百二十ミリ、切込みを一回に〇・八ミリとし、刃具は超硬の四枚刃を使う。"
    "びびりが出たときは送りを先に下げ、回転数は毎分六千回転から変えない。"
    "仕上げでは切込みを〇・一五ミリとし、切削油の濃さを八パーセントに保つ。"
    "刃具は三十本の加工ごとに替え、摩耗の幅が〇・二ミリを超えたら途中でも替える。"
)
NOTE = "来週の打合せのために、現場の作業票から書き写しました。置き場所は後で相談します。"
PLAIN = "先月の不良率は前の月より〇・三ポイント下がりました。来月も同じ点検表を使います。"
FILES: dict[str, str] = {
    "技術/送り条件表_控え.txt": CONDITIONS,
    "技術/打合せメモ.txt": f"{NOTE}\n{CONDITIONS[:110]}\n次回は木曜の午後です。",
    "技術/【極秘】送り条件表_金庫用.txt": f"【極秘】\n{CONDITIONS}",
    "技術/治具の一覧.csv": "番号,名前\nKM-1042,位置決め治具\nKM-1043,押さえ板\n",
    "営業/見積の控え.txt": f"社外秘\n{PLAIN}\n単価は別紙のとおりです。",
    "営業/月次報告.txt": PLAIN,
    "総務/名札の作り方.txt": "名札は総務で作ります。写真は入社した日に撮ります。",
}
BROKEN = "営業/開けない資料.docx"


def share(slug: str, owner: Actor, steward: Actor, standing: Standing) -> None:
    """Inside the scope of one company; nothing for one that works no metal."""
    if slug not in COMPANIES:
        return
    first = Asset.objects.get(number="K-001")
    folder = invented_folder(slug)
    for name, text in FILES.items():
        _lay(folder, name, text.encode())
    _lay(folder, BROKEN, b"PK\x03\x04")
    with standing("2026-11-16"):
        registering.register_copy(owner, first, name="送り条件表.txt", content=CONDITIONS.encode())
        registering.add_term(owner, first, text="KM-1042", is_number=True)
        source = sources.add_source(steward, name="共有サーバー", folder=str(folder), rhythm=Rhythm.WEEKLY)
        run = running.begin_run(steward, source)
        running.scan(
            organisation_id=str(steward.organisation_id),
            person_id=None,
            progress=lambda _done, _total: None,
            run=str(run.pk),
        )
    with standing("2026-11-17"):
        _judge(owner)


def _lay(folder: Path, name: str, content: bytes) -> None:
    # As bytes: a machine whose language is set to none cannot spell these names.
    path = os.path.join(os.fsencode(folder), name.encode())  # noqa: PTH118
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)


def _judge(owner: Actor) -> None:
    """One is so, one has nothing to do with it; the others wait for whoever tries the page."""
    for kind, said in (("copy", Judgement.ACCEPTED), ("number", Judgement.REJECTED)):
        for finding in Finding.objects.filter(kind=kind, judgement=Judgement.OPEN)[:1]:
            judgement.judge_finding(owner, finding, said)
