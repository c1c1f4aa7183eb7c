"""Pages of a PDF, drawn by PDFium. Its scripts are never run: the library is built without an engine for them."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
from PIL import Image
from pypdfium2 import PdfiumError

from kuramori.press.paging.limits import MOST_PAGES, Unshowable, fitted


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF that could be opened."""

    document: pypdfium2.PdfDocument

    def sizes(self) -> list[tuple[float, float]]:
        """Points, as the page is turned."""
        if len(self.document) > MOST_PAGES:
            raise Unshowable("too-many-pages")
        try:
            return [self.document.get_page_size(number) for number in range(len(self.document))]
        except PdfiumError:
            raise Unshowable("broken") from None

    def draw(self, number: int, width: int) -> Image.Image:
        """The page on white, with what was noted on it and filled into its fields."""
        try:
            page = self.document[number - 1]
            wide, high = page.get_size()
            across, _down = fitted(wide, high, width)
            drawn = page.render(scale=across / wide)
            picture: Image.Image = drawn.to_pil()
        except (PdfiumError, IndexError):
            raise Unshowable("broken") from None
        return picture.convert("RGB")


def opened(content: bytes) -> Pdf:
    """Raises `Unshowable` for one that is locked or cannot be read."""
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()  # what was filled into fields is drawn, too
    except PdfiumError as error:
        raise Unshowable("encrypted" if "password" in str(error).lower() else "broken") from None
    return Pdf(document)
