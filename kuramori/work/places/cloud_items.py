"""規約の確認表: what is to be read in a cloud service's terms.

The questions are data (`content/jp/kuramori/places/cloud_terms.yaml`) with their source and the day on which somebody
compared them, read once.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kuramori.outside.late import late
from kuramori.work.places.models import Agreed

yaml = late("ruamel.yaml")

CONTENT: Final = (
    Path(__file__).resolve().parents[3] / "content" / "jp" / "kuramori" / "places" / "cloud_terms.yaml"
)
YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = ((YES, _("はい")), (NO, _("いいえ")), (UNKNOWN, _("分からない")))


@dataclass(frozen=True, slots=True)
class Item:
    """One question about the terms, by its id in the answers that are kept. `decides`: agreement hangs on it."""

    id: str
    asks: dict[str, str]
    helps: dict[str, str]
    decides: bool = False

    @property
    def ask(self) -> str:
        return self.asks[_lang()]

    @property
    def help(self) -> str:
        """What to look for."""
        return self.helps[_lang()]


@dataclass(frozen=True, slots=True)
class CheckSheet:
    items: tuple[Item, ...]
    source: str
    confirmed_on: datetime.date


@cache
def check_sheet() -> CheckSheet:
    """What the file says; `kuramori doctor` names what is wrong in it."""
    said = yaml.YAML(typ="safe").load(CONTENT)
    return CheckSheet(tuple(map(_item, said["items"])), said["source"], said["confirmed_on"])


def items() -> tuple[Item, ...]:
    """In the order in which terms are usually written."""
    return check_sheet().items


def agreed_by(answers: dict[str, dict[str, str]]) -> Agreed:
    """Promised only where every deciding item is answered with はい; one いいえ is enough for no promise."""
    given = [answers.get(item.id, {}).get("answer", UNKNOWN) for item in items() if item.decides]
    if NO in given:
        return Agreed.NO
    return Agreed.YES if given and all(one == YES for one in given) else Agreed.UNKNOWN


def _item(said: dict[str, Any]) -> Item:
    return Item(
        said["id"],
        asks={lang: said[f"ask_{lang}"] for lang in ("ja", "en")},
        helps={lang: said[f"help_{lang}"] for lang in ("ja", "en")},
        decides=said.get("decides", False),
    )


def _lang() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"
