"""From the files of a folder to a pack, or to every fault with file, line and rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kuramori.rules import pack_rules
from kuramori.rules.assembling import assemble
from kuramori.rules.catalogue import Pack
from kuramori.rules.digest import digest_of
from kuramori.rules.document import Document, Limits
from kuramori.rules.faults import Fault, Refused, words
from kuramori.rules.pack_examples import example_faults
from kuramori.rules.pack_shape import shape_faults
from kuramori.rules.profile_rules import profile_faults
from kuramori.rules.reading import read

NAMES: Final = re.compile(
    r"pack\.yaml|items\.yaml|texts/[A-Za-z-]+\.yaml|examples/[\w.-]+\.yaml|maps/[\w.-]+\.yaml"
)
NEEDED: Final = ("pack.yaml", "items.yaml")
LIMITS: Final = Limits(size=1_000_000, values=50_000, depth=20)


@dataclass(frozen=True, slots=True)
class Built:
    """A pack and the plain values it was made from (``assembling.assemble`` makes the same pack of them again)."""

    pack: Pack
    plain: Mapping[str, Any]


def build(files: Mapping[str, str | bytes], *, folder: str | None = None, today: date | None = None) -> Pack:
    """The pack in ``files`` (name within the folder → text), or ``Refused`` with every fault.

    ``folder`` is the folder's path under the shelf, which must be the pack's id; ``today`` lets a date in the
    future be found. Both are left unchecked when None.
    """
    return build_with_plain(files, folder=folder, today=today).pack


def build_with_plain(
    files: Mapping[str, str | bytes], *, folder: str | None = None, today: date | None = None
) -> Built:
    """As ``build``, with the plain values beside the pack, for a caller that keeps them."""
    faults = [_about(name, "unknown-file") for name in files if not is_name(name)]
    faults += [_about(name, "missing-file") for name in NEEDED if name not in files]
    documents: dict[str, Document] = {}
    for name in sorted(filter(is_name, files)):
        try:
            document = read(files[name], name, LIMITS)
        except Refused as refused:
            faults += refused.faults
            continue
        shape = shape_faults(document, part) if (part := _part(name)) else []
        if shape:
            faults += shape
        else:
            documents[name] = document
    faults += _meaning_faults(documents, files, folder, today)
    if faults:
        raise Refused(_in_order(faults))
    plain = {name: document.value for name, document in documents.items()}
    pack = assemble(plain, digest_of(files))
    for name, document in documents.items():
        if name.startswith("examples/"):
            faults += example_faults(document, pack)
    if faults:
        raise Refused(_in_order(faults))
    return Built(pack, plain)


def is_name(name: str) -> bool:
    """Is this the name of a file that a pack may have?"""
    return NAMES.fullmatch(name) is not None


def _about(name: str, rule: str) -> Fault:
    return Fault(name, None, None, rule, "", words({"file": name}))


def _part(name: str) -> str | None:
    if name in NEEDED:
        return name.removesuffix(".yaml")
    return {"texts": "texts", "examples": "example"}.get(name.split("/")[0])


def _meaning_faults(
    documents: Mapping[str, Document],
    files: Mapping[str, str | bytes],
    folder: str | None,
    today: date | None,
) -> list[Fault]:
    """What can be checked with the files that have the right shape; the others were named already."""
    head, items = documents.get("pack.yaml"), documents.get("items.yaml")
    if head is None:
        return []
    faults = pack_rules.head_faults(head, folder=folder, today=today)
    languages = head.value["languages"]
    for n, lang in enumerate(languages):
        if f"texts/{lang}.yaml" not in files:
            faults.append(head.fault(("languages", n), "language-missing", lang=lang))
    if items is not None:
        faults += pack_rules.item_faults(head, items)
        faults += profile_faults(head, items)
    for name, document in documents.items():
        if not name.startswith("texts/"):
            continue
        lang = name.removeprefix("texts/").removesuffix(".yaml")
        if lang not in languages:
            faults.append(document.fault((), "language-not-listed", lang=lang))
        elif items is not None:
            faults += pack_rules.text_faults(head, items, document, lang)
    return faults


def _in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.path, fault.line or 0, fault.column or 0))
