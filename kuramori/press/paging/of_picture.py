"""A picture as a single page."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from kuramori.press.paging.limits import MOST_PIXELS, MOST_SLENDER, Unshowable, fitted

# A picture's own header says its size; past the limit nothing of it is decoded.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
_TURNED = (5, 6, 7, 8)
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture whose header could be read."""

    image: Image.Image

    def sizes(self) -> list[tuple[float, float]]:
        """Pixels, as the camera was held."""
        across, down = self.image.size
        if across * down > MOST_PIXELS or max(across, down) > 50 * MOST_SLENDER * min(across, down):
            raise Unshowable("too-many-pixels")
        turned = self.image.getexif().get(_ORIENTATION) in _TURNED
        return [(float(down), float(across)) if turned else (float(across), float(down))]

    def draw(self, number: int, width: int) -> Image.Image:
        """On white, the right way up, and never larger than it is."""
        ((across, down),) = self.sizes()
        if number != 1:
            raise Unshowable("broken")
        try:
            self.image.draft("RGB", (width, width))
            upright = ImageOps.exif_transpose(self.image)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
            raise Unshowable("broken") from None
        flat = Image.new("RGB", upright.size, "white")
        seen = upright.convert("RGBA")
        flat.paste(seen, (0, 0), seen)
        return flat.resize(fitted(across, down, min(width, max(int(across), 400))), Image.Resampling.LANCZOS)


def opened(content: bytes) -> Picture:
    """Raises `Unshowable` for what is no PNG or JPEG, or has too many pixels."""
    try:
        return Picture(Image.open(io.BytesIO(content), formats=("PNG", "JPEG")))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unshowable("too-many-pixels") from None
    except (OSError, SyntaxError, ValueError):
        raise Unshowable("broken") from None
