"""A visitor without scripts: reads the form on the page as a browser would, and presses its buttons."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class Page(HTMLParser):
    """The form `check` of a page: its fields as a browser would send them, its buttons, and the texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.fields: list[tuple[str, str]] = []
        self.buttons: dict[str, str] = {}
        self.action = ""
        self.text = ""
        self.lang = ""
        self._inside = False
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.lang = values["lang"]
        if tag == "form":
            self._inside = values.get("id") == "check"
            self.action = values["action"] if self._inside else self.action
        if tag == "button" and (self._inside or values.get("form") == "check"):
            self.buttons.setdefault(
                f"{values.get('name')}={values.get('value')}", values.get("formaction", "")
            )
        if tag == "textarea" and self._inside:
            self._area = values["name"]
        if tag == "input" and self._inside and "name" in values and _is_sent(values):
            self.fields.append((values["name"], values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields.append((self._area, data.removeprefix("\n")))
        self.text += data

    def sent(self, name: str) -> list[str]:
        """What the form would send under this name."""
        return [value for field, value in self.fields if field == name]

    @property
    def heading(self) -> str:
        """The page's h1."""
        return " ".join(self.html.split("<h1", 1)[1].split(">", 1)[1].split("</h1>")[0].split())


def _is_sent(values: dict[str, str]) -> bool:
    return values.get("type") not in ("radio", "checkbox") or "checked" in values


class Visitor:
    """Walks the check in a browser without scripts; `page` is what is on the screen, `response` how it came."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.response: Any
        self.page: Page

    def open(self, address: str) -> Page:
        """Type an address."""
        return self.show(self.client.get(address))

    def begin(self) -> Page:
        """From the entrance to the first question."""
        entrance = self.open("/check/")
        start = entrance.html.split("data-start>")[1].split("</form>")[0]
        fields = Page(f'<form id="check" action="/check/item/">{start}</form>').fields
        return self.show(self.client.post("/check/item/", {**dict(fields), "go": "start"}))

    def enter(self, **entered: str | None) -> Visitor:
        """Tick or type: `q01="2"`, `q11_reason="…"`; None clears."""
        for name, value in entered.items():
            name = name.replace("_reason", ".reason")
            self.page.fields = [field for field in self.page.fields if field[0] != name]
            if value is not None:
                self.page.fields.append((name, value))
        return self

    def press(self, button: str) -> Page:
        """Press `go=next`, `view=fields` …; the button must be on the page."""
        name, value = button.split("=", 1)
        target = self.page.buttons[button] or self.page.action
        data: dict[str, list[str]] = {}
        for field, content in [*self.page.fields, (name, value)]:
            data.setdefault(field, []).append(content)
        response = self.client.post(target, data)
        while response.status_code == 307:
            response = self.client.post(response["Location"], data)
        return self.show(response)

    def show(self, response: Any) -> Page:
        self.response = response
        self.context: Any = getattr(response, "context", None)
        if response.get("Content-Type", "").startswith("text/html"):
            self.page = Page(response.content.decode())
        return self.page
