"""Text at its worst, and how to see whether a page took it for more than text."""

from __future__ import annotations

from playwright.sync_api import Page

SCRIPT = "<script>hurt=1</script>"
IMAGE = '"><img src=x onerror="hurt=1">'
SUM = "{{7*7}}{% now 'Y' %}${7*7}"
OUT_OF_SVG = "</svg></text><script>hurt=1</script>"
LINK = "javascript:hurt=1"
ALL = " ".join((SCRIPT, IMAGE, SUM, OUT_OF_SVG, LINK))
# How the name of a person or a company, 60 and 100 letters long, does its worst.
PERSON, COMPANY = f"{SCRIPT}{IMAGE}"[:60], f"{OUT_OF_SVG}{IMAGE}"


def hurts(page: Page) -> list[str]:
    """Traces of text that became markup, or ran."""
    return page.evaluate(
        """() => [
            typeof hurt === "undefined" ? "" : "a script ran",
            document.querySelector("img[src=x], [onerror], a[href^='javascript:' i]") ? "markup came through" : "",
            [...document.scripts].some((one) => one.textContent.includes("hurt")) ? "a script came through" : "",
            document.body.innerText.includes("{49}") || document.body.innerText.includes("$49") ? "it was counted" : "",
        ].filter(Boolean)"""
    )


def watched(page: Page) -> list[str]:
    """Dialogs that a page opens."""
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    return opened
