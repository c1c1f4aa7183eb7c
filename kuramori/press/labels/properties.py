"""The two carriers that every Office file has: own properties in `docProps/custom.xml`, one keyword in the core ones.

Properties of others (and MSIP labels of other tenants) are left alone. Taking ours out gives back the bytes that were
there before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kuramori.press.labels.mark import LINE, PREFIX, Found, Mark
from kuramori.press.labels.opc import declare, relate, relations, remove_part
from kuramori.press.labels.package import Package
from kuramori.press.labels.splicing import Element, elements, emptied, escaped, into, spliced

TOKEN = re.compile(r"(?:\s*[,;]?\s*)\bTSL-[0-3]-[^\s,;]+-[0-9A-Z]{4}\b")
_CUSTOM = "docProps/custom.xml"
_CORE = "docProps/core.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_NEW_CUSTOM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    f'xmlns:vt="{_VT}"></Properties>'
).encode()
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_NEW_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<cp:coreProperties xmlns:cp="{_CP}"></cp:coreProperties>'
).encode()
_MSIP = re.compile(r"MSIP_Label_([0-9A-Fa-f-]{36})_(\w+)\Z")


def read(package: Package, found: Found) -> None:
    """Our properties, MSIP labels and keywords, into `found`."""
    part = _part(package, "custom-properties")
    labels: dict[str, dict[str, str]] = {}
    for name, element in _named(package, part) if part else []:
        value = "".join(element.text)
        if name.startswith(PREFIX):
            found.properties[name] = value
        elif label := _MSIP.match(name):
            labels.setdefault(label[1].lower(), {"label": label[1].lower()})[label[2]] = value
    found.msip = list(labels.values())
    core = _part(package, "core-properties")
    if core:
        found.keywords = " ".join(
            "".join(e.text) for e in elements(package.read(core), lambda name, _: name == "keywords")
        )


def line_of(package: Package) -> str:
    """The visible line that an earlier marking wrote, or nothing: how a mark is known after a conversion."""
    part = _part(package, "custom-properties")
    return next(("".join(e.text) for name, e in (_named(package, part) if part else []) if name == LINE), "")


def write(package: Package, mark: Mark | None) -> None:
    """Put our properties and keyword in place of those there, or take them out."""
    msip = _msip_properties(package, mark)
    _strip_custom(package, mark.msip.get("site", "") if mark else "")
    _strip_keyword(package)
    if mark is not None:
        # The keyword first: its part stays when a mark is taken out, and a second marking must lay all in one order.
        _add_keyword(package, mark.token)
        _add_custom(package, {**mark.properties, **msip})


def _part(package: Package, kind: str) -> str:
    return next((r.part for r in relations(package, "") if r.kind == kind and r.part in package), "")


def _named(package: Package, part: str) -> list[tuple[str, Element]]:
    found = elements(package.read(part), lambda name, _: name == "property")
    return [(e.attributes.get("name", ""), e) for e in found]


def _msip_properties(package: Package, mark: Mark | None) -> dict[str, str]:
    """The properties of our tenant's label. The time stays the old one where the label itself stays the same."""
    if mark is None or not mark.msip:
        return {}
    begin = f"MSIP_Label_{mark.msip['label']}_"
    told = {
        f"{begin}Enabled": "true",
        f"{begin}SetDate": mark.msip["set_at"],
        f"{begin}Method": "Privileged",
        f"{begin}Name": mark.msip["name"],
        f"{begin}SiteId": mark.msip["site"],
        f"{begin}ContentBits": "1",
    }
    part = _part(package, "custom-properties")
    before = {name: "".join(e.text) for name, e in _named(package, part)} if part else {}
    dated = f"{begin}SetDate"
    if all(before.get(name) == value for name, value in told.items() if name != dated):
        told[dated] = before.get(dated, told[dated])
    return told


def _strip_custom(package: Package, site: str) -> None:
    part = _part(package, "custom-properties")
    if not part:
        return
    named = _named(package, part)
    ours = {name.rpartition("_")[0] for name, e in named
            if site and name.endswith("_SiteId") and "".join(e.text).lower() == site.lower()}  # fmt: skip
    gone = [e for name, e in named if name.startswith(PREFIX)
            or (_MSIP.match(name) and name.rpartition("_")[0] in ours)]  # fmt: skip
    if not gone:
        return
    if len(gone) == len(named) and part == _CUSTOM:
        remove_part(package, part, pointed_at_from="")
        return
    package.write(part, spliced(package.read(part), [(e.start, e.end, b"") for e in gone]))


def _add_custom(package: Package, told: Mapping[str, str]) -> None:
    part = _part(package, "custom-properties")
    if not part:
        part = _CUSTOM
        package.write(part, _NEW_CUSTOM)
        declare(package, part, _CUSTOM_TYPE)
        relate(package, "", "kuramoriCustom", "custom-properties", part)
    xml = package.read(part)
    root = elements(xml, lambda _, depth: depth == 0)[0]
    ids = [
        int(e.attributes["pid"]) for _, e in _named(package, part) if e.attributes.get("pid", "").isdigit()
    ]
    following = max([1, *ids]) + 1
    new = b"".join(
        b'<property xmlns="' + root.namespace.encode() + b'" fmtid="' + _FMTID.encode()
        + f'" pid="{following + at}" name="'.encode() + escaped(name) + b'"><vt:lpwstr xmlns:vt="' + _VT.encode()
        + b'">' + escaped(value) + b"</vt:lpwstr></property>"
        for at, (name, value) in enumerate(told.items())
    )  # fmt: skip
    package.write(part, spliced(xml, [into(xml, root, new, first=False)]))


def _strip_keyword(package: Package) -> None:
    part = _part(package, "core-properties")
    if not part:
        return
    xml = package.read(part)
    changes = []
    for element in elements(xml, lambda name, _: name == "keywords"):
        text = "".join(element.text)
        left = TOKEN.sub("", text).strip(" ,;")
        if left != text and TOKEN.search(text):
            if left:
                changes.append((element.inner, element.close, escaped(left)))
            elif b"xmlns" in xml[element.start : element.inner]:
                changes.append((element.start, element.end, b""))  # as `_add_keyword` makes one
            else:
                changes.append(emptied(xml, element))
    package.write(part, spliced(xml, changes))


def _add_keyword(package: Package, token: str) -> None:
    part = _part(package, "core-properties")
    if not part:
        part = _CORE
        package.write(part, _NEW_CORE)
        declare(package, part, _CORE_TYPE)
        relate(package, "", "kuramoriCore", "", part, type=_CORE_RELATION)
    xml = package.read(part)
    found = elements(xml, lambda name, depth: depth == 0 or name == "keywords")
    keywords = [e for e in found if e.local == "keywords"]
    if keywords:
        text = "".join(keywords[0].text).rstrip()
        new = into(xml, keywords[0], (", " if text else "").encode() + token.encode("ascii"), first=False)
    else:
        own = f'<cp:keywords xmlns:cp="{found[0].namespace}">{token}</cp:keywords>'.encode()
        new = into(xml, found[0], own, first=False)
    package.write(part, spliced(xml, [new]))
