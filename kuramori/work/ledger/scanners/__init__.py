"""Ways to the files of a source. Each folder here is one: its `scanner.py` has a `NAME`, a `WORDS` and a `refusal`.

`refusal(organisation, folder)` is None where the organisation may look there, else a code that the form explains.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def scanners() -> dict[str, ModuleType]:
    """Every scanner by its name."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)
    return {name: importlib.import_module(f"{__name__}.{name}.scanner") for name in names}
