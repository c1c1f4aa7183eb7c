"""What each room promises of its addresses: one module per room, found by its name.

`DOORS` names every address of the room and its promise; `THINGS` says which thing an address's `id` means;
`furnish(cast, owner)` puts one of everything into the owner's organisation and returns the ids by those names. Other
parts of an address (`{"key": …}`) are filled by `PARTS`, address name to values.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules() -> dict[str, ModuleType]:
    """Each room's module by the room's name."""
    return {
        found.name: importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    }
