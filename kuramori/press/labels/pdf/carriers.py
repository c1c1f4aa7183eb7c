"""PDF: the mark is laid over the top right of each page; Keywords, own entries of Info, and XMP carry it too.

The streams of the pages stay as they are: one of ours goes before them and one behind. What the file already
promises (PDF/A) is kept: then XMP carries the keyword alone, because own names would need a schema.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from kuramori.press import typesetting
from kuramori.press.labels.mark import LINE, PREFIX, Found, Mark, Refused
from kuramori.press.labels.pdf.placing import placed
from kuramori.press.labels.properties import TOKEN
from kuramori.press.labels.text import plain
from kuramori.press.labels.xmp import NAMESPACE

MOST_PAGES = 5_000
MOST_PAGES_READ = 60
"""Pages whose words are looked at for a mark that others laid there."""
_OURS = Name("/KuramoriMark")
_MSIP = "MSIP_Label_"


def write(content: bytes, mark: Mark | None) -> bytes:
    """The PDF with the mark on each page, or with every mark of ours taken out. Raises `Refused`."""
    try:
        with _opened(content) as pdf:
            if _is_done(pdf, mark):
                return content
            _strip(pdf, mark.msip.get("site", "") if mark else "")
            if mark is not None:
                _tell(pdf, mark)
                _lay_over(pdf, mark.line)
            return _saved(pdf)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused("broken") from None


def read(content: bytes) -> Found:
    """What the PDF carries. `pages` counts its pages."""
    found = Found()
    try:
        with _opened(content, signed_too=True) as pdf:
            _read_told(pdf, found)
            found.pages = len(pdf.pages)
            found.shown = sum(_line_on(page) == found.properties.get(LINE, "") for page in pdf.pages)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused("broken") from None
    _read_words(content, found)
    return found


def _opened(content: bytes, *, signed_too: bool = False) -> Pdf:
    if not content:
        raise Refused("empty")
    if b"%PDF-" not in content[:1024]:
        raise Refused("other-format")
    try:
        # Without recovery: half of a torn file must not become a whole one that bears our mark.
        pdf = Pdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except pikepdf.PdfError:
        raise Refused("broken") from None
    if pdf.is_encrypted:
        raise Refused("encrypted")
    if not signed_too and _is_signed(pdf, content):
        raise Refused("signed")
    if len(pdf.pages) > MOST_PAGES:
        raise Refused("too-large")
    return pdf


def _is_signed(pdf: Pdf, content: bytes) -> bool:
    # A signature tells the bytes it covers in plain sight (ISO 32000-1, 12.8.1).
    form = pdf.Root.get("/AcroForm")
    flags = int(form.get("/SigFlags", 0)) if isinstance(form, Dictionary) else 0
    return b"/ByteRange" in content or bool(flags & 1) or "/Perms" in pdf.Root


def _saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=False,
        recompress_flate=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        linearize=pdf.is_linearized,
    )
    return out.getvalue()


def _is_done(pdf: Pdf, mark: Mark | None) -> bool:
    if mark is None:
        ours = any(key.startswith(f"/{PREFIX}") for key in _info(pdf))
        return not ours and all(_line_on(page) is None for page in pdf.pages)
    found = Found()
    _read_told(pdf, found)
    told = {m["label"]: m for m in found.msip}.get(mark.msip.get("label", "").lower(), {})
    same = not mark.msip or (told.get("Name"), told.get("SiteId")) == (mark.msip["name"], mark.msip["site"])
    return (
        same
        and found.properties == dict(mark.properties)
        and [one.strip(" ,;") for one in TOKEN.findall(found.keywords)] == [mark.token] * 2
        and all(_line_on(page) == mark.line for page in pdf.pages)
    )


def _info(pdf: Pdf) -> dict[str, Object]:
    """The entries of Info, without making one."""
    return {str(key): value for key, value in pdf.docinfo.items()} if "/Info" in pdf.trailer else {}


def _read_told(pdf: Pdf, found: Found) -> None:
    labels: dict[str, dict[str, str]] = {}
    for key, value in _info(pdf).items():
        name = key.removeprefix("/")
        if not isinstance(value, String):
            continue
        if name.startswith(PREFIX):
            found.properties[name] = str(value)
        elif name.startswith(_MSIP) and name.count("_") >= 3:
            label, word = name.removeprefix(_MSIP).split("_", 1)
            labels.setdefault(label.lower(), {"label": label.lower()})[word] = str(value)
        elif name == "Keywords":
            found.keywords = str(value)
    found.msip = list(labels.values())
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        found.keywords = f"{found.keywords} {meta.get('pdf:Keywords', '')}".strip()
        for key in meta:
            if key.startswith(f"{{{NAMESPACE}}}"):
                found.properties.setdefault(PREFIX + key.rpartition("}")[2], str(meta[key]))


def _tell(pdf: Pdf, mark: Mark) -> None:
    info = pdf.docinfo
    for name, value in mark.properties.items():
        info[f"/{name}"] = String(value)
    if mark.msip:
        begin = f"/{_MSIP}{mark.msip['label']}_"
        told = {"Enabled": "true", "SetDate": mark.msip["set_at"], "Method": "Privileged",
                "Name": mark.msip["name"], "SiteId": mark.msip["site"], "ContentBits": "1"}  # fmt: skip
        for name, value in told.items():
            info[begin + name] = String(value)
    before = str(info.get("/Keywords", ""))
    keywords = f"{before}, {mark.token}" if before else mark.token
    info["/Keywords"] = String(keywords)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        meta["pdf:Keywords"] = keywords
        if not meta.pdfa_status:
            meta.register_xml_namespace(NAMESPACE, "kuramori")
            for name, value in mark.properties.items():
                meta[f"{{{NAMESPACE}}}{name.removeprefix(PREFIX)}"] = value


def _strip(pdf: Pdf, site: str) -> None:
    if "/Info" in pdf.trailer:
        info, told = pdf.docinfo, _info(pdf)
        labels = {key.rpartition("_")[0] for key, value in told.items() if key.startswith(f"/{_MSIP}")
                  and key.endswith("_SiteId") and site and str(value).lower() == site.lower()}  # fmt: skip
        for key in told:
            if key.startswith(f"/{PREFIX}") or key.rpartition("_")[0] in labels:
                del info[key]
        left = TOKEN.sub("", str(info.get("/Keywords", ""))).strip(" ,;")
        if left:
            info["/Keywords"] = String(left)
        elif "/Keywords" in info:
            del info["/Keywords"]
    if "/Metadata" in pdf.Root:
        _strip_metadata(pdf)
    for page in pdf.pages:
        _uncover(page)


def _strip_metadata(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        for key in [key for key in meta if key.startswith(f"{{{NAMESPACE}}}")]:
            del meta[key]
        before = str(meta.get("pdf:Keywords", ""))
        left = TOKEN.sub("", before).strip(" ,;")
        if left != before:
            if left:
                meta["pdf:Keywords"] = left
            else:
                del meta["pdf:Keywords"]


def _streams(page: Page) -> list[Object]:
    contents = page.obj.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, Array) else [contents]


def _uncover(page: Page) -> None:
    streams = _streams(page)
    left = [stream for stream in streams if _OURS not in stream]
    if len(left) == len(streams):
        return
    page.obj.Contents = left[0] if len(left) == 1 else Array(left)
    pictures = page.obj.get("/Resources", Dictionary()).get("/XObject", Dictionary())
    if _OURS in pictures:
        del pictures[_OURS]


def _line_on(page: Page) -> str | None:
    """The line that our stream shows on the page, or None where there is none of ours."""
    shown = [stream for stream in _streams(page) if _OURS in stream]
    return str(shown[-1][_OURS]) if shown else None


def _lay_over(pdf: Pdf, line: str) -> None:
    with Pdf.open(io.BytesIO(typesetting.line(line))) as made:
        width, height = (float(made.pages[0].mediabox[at]) for at in (2, 3))
        form = pdf.copy_foreign(made.pages[0].as_form_xobject())
    begin = pdf.make_stream(b"q\n", {str(_OURS): String(line)})
    for page in pdf.pages:
        _resources(page)[_OURS] = form
        matrix = " ".join(f"{number:.4f}" for number in placed(page, width, height))
        end = pdf.make_stream(
            f"\nQ q {matrix} cm /KuramoriMark Do Q\n".encode("ascii"), {str(_OURS): String(line)}
        )
        page.obj.Contents = Array([begin, *_streams(page), end])


def _resources(page: Page) -> Object:
    """The page's own dictionary of pictures. What it inherits is copied first, so that no other page is touched."""
    own = Dictionary(dict(page.resources.items()))
    pictures = Dictionary(dict(own.get("/XObject", Dictionary()).items()))
    own.XObject = pictures
    page.obj.Resources = own
    return page.obj["/Resources"]["/XObject"]


def _read_words(content: bytes, found: Found) -> None:
    try:
        for place, text in _words(content):
            found.see(place, text)
    except pypdfium2.PdfiumError:
        return  # its own entries were read; a page that cannot be drawn shows nobody a mark


def _words(content: bytes) -> Iterator[tuple[str, str]]:
    document = pypdfium2.PdfDocument(content)
    try:
        for at in range(min(len(document), MOST_PAGES_READ)):
            page = document[at]
            words = page.get_textpage()
            lines = [line for line in words.get_text_bounded().splitlines() if line.strip()]
            words.close()
            page.close()
            edge = {*range(3), *range(len(lines) - 3, len(lines))}
            yield from (
                (f"page{at + 1}", text) for i, text in enumerate(lines) if i in edge or "【" in plain(text)
            )
    finally:
        document.close()
