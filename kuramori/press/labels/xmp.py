"""XMP packets (ISO 16684-1) of pictures: our description goes beside those of others, whose bytes stay.

The token also goes into `dc:subject`, where explorers and picture programs show keywords.
"""

from __future__ import annotations

from kuramori.press.labels.mark import PREFIX, Found, Mark
from kuramori.press.labels.splicing import Element, elements, escaped, into, spliced

NAMESPACE = "urn:x-kuramori:mark:1#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
).encode()


def written(packet: bytes | None, mark: Mark | None) -> bytes | None:
    """The packet with our mark in place of an earlier one. None where nothing is left to say. Raises `Refused`."""
    if packet is not None:
        packet = _stripped(packet)
    if mark is None:
        return None if packet == _EMPTY else packet
    return _marked(packet or _EMPTY, mark)


def read(packet: bytes | None, found: Found) -> None:
    """Our properties and all keywords of a packet, into `found`."""
    if packet is None:
        return
    # A packet ends in blanks and a processing instruction, which expat takes as they are; a trailing NUL it does not.
    for element in elements(packet.rstrip(b"\0"), lambda name, _: name in ("Description", "subject", "li")):
        if element.local == "li" and element.within("subject"):
            found.keywords = f"{found.keywords} {''.join(element.text)}".strip()
        if _ours(element):
            _read_ours(element, found)


def _read_ours(element: Element, found: Found) -> None:
    msip = {}
    for full, value in element.attributes.items():
        name = full.rpartition(" ")[2]
        if name.startswith("MSIP_"):
            msip[{"site": "SiteId", "name": "Name"}.get(name[5:], name[5:])] = value
        elif full.startswith(NAMESPACE) and name != "Token":
            found.properties[PREFIX + name] = value
    if msip:
        found.msip.append(msip)


def _ours(element: Element) -> bool:
    return element.local == "Description" and any(name.startswith(NAMESPACE) for name in element.attributes)


def _stripped(packet: bytes) -> bytes:
    packet = packet.rstrip(b"\0")
    found = elements(packet, lambda name, _: name in ("Description", "subject", "li"))
    gone = [e for e in found if _ours(e)]
    tokens = {value for e in gone for name, value in e.attributes.items() if name == f"{NAMESPACE} Token"}
    inside = [e for e in found if e.local == "li" and "".join(e.text) in tokens
              and not any(above in gone for above in _above(e))]  # fmt: skip
    return spliced(packet, [(e.start, e.end, b"") for e in gone + inside])


def _above(element: Element) -> list[Element]:
    around = []
    while element.parent is not None:
        element = element.parent
        around.append(element)
    return around


def _marked(packet: bytes, mark: Mark) -> bytes:
    found = elements(packet, lambda name, _: name in ("RDF", "subject", "Bag", "li"))
    rdf = next((e for e in found if e.local == "RDF"), None)
    if rdf is None:
        return _marked(_EMPTY, mark)
    bag = next(
        (e for e in found if e.local == "Bag" and e.parent is not None and e.parent.local == "subject"), None
    )
    subject = ""
    changes = []
    if bag is not None:
        li = b'<rdf:li xmlns:rdf="' + _RDF.encode() + b'">' + mark.token.encode() + b"</rdf:li>"
        changes.append(into(packet, bag, li, first=False))
    else:
        subject = (
            f'<dc:subject xmlns:dc="{_DC}"><rdf:Bag><rdf:li>{mark.token}</rdf:li></rdf:Bag></dc:subject>'
        )
    told = {name.removeprefix(PREFIX): value for name, value in mark.properties.items()} | {
        "Token": mark.token
    }
    told |= {f"MSIP_{name}": value for name, value in mark.msip.items() if name != "set_at"}
    attributes = b" ".join(
        b"k:" + escaped(name) + b'="' + escaped(value) + b'"' for name, value in told.items()
    )
    own = (f'<rdf:Description xmlns:rdf="{_RDF}" rdf:about="" xmlns:k="{NAMESPACE}" '.encode() + attributes
           + b">" + subject.encode() + b"</rdf:Description>")  # fmt: skip
    changes.append(into(packet, rdf, own, first=False))
    return spliced(packet, changes)
