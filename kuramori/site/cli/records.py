"""Opens the records of a data folder for a command, or says why it cannot."""

from __future__ import annotations

import os

from kuramori.site import folder, stamps
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import say


def open_records(named: str) -> None:
    """Sets Django up for the folder; raises `CannotRun` where it holds no records of this version."""
    data = folder.named(named)
    os.environ["KURAMORI_DATA"] = str(data)
    if not os.environ.get("DATABASE_URL") and stamps.tables_in(data) != stamps.tables():
        raise CannotRun(
            say(
                f"{data} に、いまの版の記録がありません。--data を確かめてください。"
                "前の版の記録なら、一度 ./start で動かすと新しくなります。",
                f"No records of this version in {data}. Older records are brought up to date by ./start.",
            )
        )
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    import django

    django.setup()
