"""Modules that are read from disk when something of theirs is first called, not when the program begins.

All pages of all rooms cost more than a second of processor time and tens of megabytes; the first page needs few.
What is named here is out of sight of the linter of the floors and of the type checker, so a house test calls every
name up and holds it to its own room.
"""

from __future__ import annotations

import importlib
import threading
from types import ModuleType
from typing import Any

_read: dict[str, ModuleType] = {}
# Two threads that read modules which need one another would each wait for the other's; Python then gives one of
# them a module that is half read.
_one_at_a_time = threading.RLock()


class Late:
    """A module that may not have been read yet. `late.name` can be called, and a class's `late.name.as_view()`."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> LateCall:
        if name.startswith("__"):  # what Python and Django ask of any object
            raise AttributeError(name)
        return LateCall(self._module, name)


class LateCall:
    """One callable of such a module. Django may ask what it is called; only a call reads the module."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__, self.__qualname__ = module, name, name
        self._is_page = False

    def as_view(self) -> LateCall:
        """The page that the class of this name makes; its `as_view` is called no sooner than the page."""
        self._is_page = True
        return self

    @property
    def called(self) -> Any:
        """What it stands for. Raises what an import raises, and AttributeError where the module has no such name."""
        found = getattr(read(self.__module__), self.__name__)
        return found.as_view() if self._is_page else found

    @property
    def csrf_exempt(self) -> bool:
        """Asked by Django when the request for this page is there already."""
        return getattr(self.called, "csrf_exempt", False)

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.called(*args, **named)


def late(module: str) -> Late:
    """`views = late("kuramori.site.trail.views")` in the place of an import."""
    return Late(module)


def read(module: str) -> ModuleType:
    """The module, read now if nobody has yet. Raises what an import raises."""
    if module not in _read:
        with _one_at_a_time:
            _read[module] = importlib.import_module(module)
    return _read[module]
