"""Parts of an Office file and how they point at one another (ECMA-376 part 2): relationships and content types."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from kuramori.press.labels.mark import Refused
from kuramori.press.labels.package import Package
from kuramori.press.labels.splicing import Element, elements, escaped, into, spliced

TYPES = "[Content_Types].xml"
ROOT_RELS = "_rels/.rels"
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True, slots=True)
class Relation:
    """One pointer: `kind` is the last word of its type, `part` the full name of the part pointed at."""

    id: str
    kind: str
    part: str
    element: Element


def open_office(content: bytes, main_kind: str) -> tuple[Package, str]:
    """The package and the name of its main part. `main_kind` is a word of its content type (`wordprocessingml`).

    Raises `Refused`: whatever `Package` does, and macro, signed, other-format.
    """
    package = Package(content)
    if TYPES not in package or ROOT_RELS not in package:
        raise Refused("other-format")
    _refuse_signed_and_macros(package)
    main = next((r.part for r in relations(package, "") if r.kind == "officeDocument"), "")
    if main not in package:
        raise Refused("broken")
    declared = content_types(package).get(main, "")
    if main_kind not in declared or not declared.endswith("main+xml"):
        raise Refused("other-format")
    return package, main


def _refuse_signed_and_macros(package: Package) -> None:
    names = [name.lower() for name in package.names]
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise Refused("signed")
    if any(r.element.attributes.get("Type", "").endswith("digital-signature/origin")
           for r in relations(package, "")):  # fmt: skip
        raise Refused("signed")
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refused("macro")
    if any("macroenabled" in kind.lower() for kind in content_types(package).values()):
        raise Refused("macro")


def rels_of(part: str) -> str:
    """Name of the part that holds a part's relationships; `""` is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> list[Relation]:
    """Where a part points to inside the file. Empty where it points nowhere."""
    if rels_of(part) not in package:
        return []
    found = []
    for element in elements(package.read(rels_of(part)), lambda name, _: name == "Relationship"):
        told = element.attributes
        if told.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), told.get("Target", "")))
        kind = told.get("Type", "").rpartition("/")[2]
        found.append(Relation(told.get("Id", ""), kind, target.lstrip("/"), element))
    return found


def relate(package: Package, part: str, id: str, kind: str, target: str, *, type: str = "") -> None:
    """Add a pointer of the given kind (in the same dialect, strict or transitional, as those that are there)."""
    name = rels_of(part)
    if name not in package:
        package.write(name, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                            b'<Relationships xmlns="' + _PACKAGE.encode() + b'"></Relationships>')  # fmt: skip
    xml = package.read(name)
    strict = _STRICT.encode() in xml
    full = type or f"{_STRICT if strict else _RELATIONSHIP}/{kind}"
    root = elements(xml, lambda _, depth: depth == 0)[0]
    new = f'<Relationship Id="{id}" Type="{full}" Target="{target}"/>'.encode()
    package.write(name, spliced(xml, [into(xml, root, new, first=False)]))


def unrelate(package: Package, part: str, target: str) -> None:
    """Take out the pointers from `part` to the part `target`."""
    cuts = [(r.element.start, r.element.end, b"") for r in relations(package, part) if r.part == target]
    if cuts:
        package.write(rels_of(part), spliced(package.read(rels_of(part)), cuts))


def content_types(package: Package) -> dict[str, str]:
    """The declared type of each part that has one of its own."""
    told = elements(package.read(TYPES), lambda name, _: name == "Override")
    return {e.attributes.get("PartName", "").lstrip("/"): e.attributes.get("ContentType", "") for e in told}


def declare(package: Package, part: str, kind: str) -> None:
    """Say what type a part of ours has, once."""
    if part in content_types(package):
        return
    xml = package.read(TYPES)
    root = elements(xml, lambda _, depth: depth == 0)[0]
    new = b'<Override PartName="/' + escaped(part) + b'" ContentType="' + escaped(kind) + b'"/>'
    package.write(TYPES, spliced(xml, [into(xml, root, new, first=False)]))


def remove_part(package: Package, part: str, *, pointed_at_from: str) -> None:
    """Take a part out, with its type and the pointers to it."""
    unrelate(package, pointed_at_from, part)
    xml = package.read(TYPES)
    cuts = [(e.start, e.end, b"") for e in elements(xml, lambda name, _: name == "Override")
            if e.attributes.get("PartName", "").lstrip("/") == part]  # fmt: skip
    package.write(TYPES, spliced(xml, cuts))
    package.drop(part)
