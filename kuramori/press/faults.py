"""What can go wrong while a document is made, each with a sentence for the person who asked for it."""

from __future__ import annotations

from collections.abc import Sequence


class PressFault(Exception):
    """A document was not made. Nothing was written."""

    def sentence(self, lang: str = "ja") -> str:
        """One sentence for a person, in `ja` or `en`."""
        raise LookupError(f"{type(self).__name__} has no sentence")


class PressFailed(PressFault):
    """The typesetter or the workbook writer refused the material, or its process died."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def sentence(self, lang: str = "ja") -> str:
        if lang == "en":
            return f"The document could not be made. ({self.reason})"
        return f"書類を作れませんでした。（{self.reason}）"


class GlyphMissing(PressFault):
    """No font we may embed has these characters. PDF/A forbids leaving them out silently.

    `places` says where they stand, in the reader's words, as far as whoever asked for the document knows.
    """

    def __init__(self, characters: str, places: Sequence[str] = ()) -> None:
        super().__init__(characters)
        self.characters = characters
        self.places = tuple(places)

    def sentence(self, lang: str = "ja") -> str:
        named = "、".join(f"「{c}」(U+{ord(c):04X})" for c in self.characters)
        if lang == "en":
            named = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in self.characters)
            if self.places:
                named += f" (found in: {'; '.join(self.places)})"
            return f"The fonts for printing do not have {named}. Replace it in the text and try again."
        if self.places:
            named = f"{'、'.join(self.places)}にある{named}"
            return f"{named}は、印刷用の書体にありません。ほかの文字に直してから、もう一度お試しください。"
        return f"印刷用の書体に {named} がありません。ほかの文字に直してから、もう一度お試しください。"


class PressTookTooLong(PressFault):
    """The job did not end within its time and was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g}")
        self.seconds = seconds

    def sentence(self, lang: str = "ja") -> str:
        if lang == "en":
            return f"The document was not ready within {self.seconds:g} seconds, so the work was stopped."
        return f"{self.seconds:g}秒以内に書類ができなかったため、作業を止めました。"
