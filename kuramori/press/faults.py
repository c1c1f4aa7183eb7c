"""What can go wrong while a document is made, each with a sentence for the person who asked for it."""

from __future__ import annotations


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
    """No font we may embed has these characters. PDF/A forbids leaving them out silently."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters

    def sentence(self, lang: str = "ja") -> str:
        named = "、".join(f"「{c}」(U+{ord(c):04X})" for c in self.characters)
        if lang == "en":
            named = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in self.characters)
            return f"The fonts for printing do not have {named}. Replace it in the text and try again."
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
