"""The owner's page as one HTML file, for mail and for the screen."""

from __future__ import annotations

from string import Template

from kuramori.across.reports.kinds.owner_page import lines
from kuramori.across.reports.kinds.owner_page.data import Data
from kuramori.across.reports.kinds.self_check import FOLDER, figure, phrasing
from kuramori.across.reports.kinds.self_check.data import Remark
from kuramori.across.reports.kinds.self_check.page import head, heads, warning
from kuramori.across.reports.markup import Markup, element, together
from kuramori.across.reports.words import Words


def html(data: Data, words: Words) -> bytes:
    check, checked = data.check, lines.check_words(words)
    body = [
        head(check, checked, words("title")),
        element(
            "main",
            element("div", _stand(data, words), _figure(data, checked), class_="top"),
            warning(check, checked),
            _steps(data, words),
            _decisions(data, words),
        ),
        element(
            "footer", element("p", element("b", checked("foot_disclaimer"))), element("p", words("foot"))
        ),
    ]
    page = Template((FOLDER / "page.html").read_text("utf-8")).substitute(
        lang=words.lang,
        title=together(" ".join(filter(None, (words("title"), check.organisation)))),
        style=(FOLDER / "page.css").read_text("utf-8"),
        body=together(body),
    )
    return page.encode("utf-8")


def _stand(data: Data, words: Words) -> Markup:
    check, checked = data.check, lines.check_words(words)
    unit = element("span", checked("points_unit")) if check.total.score is not None else None
    return element(
        "div",
        element(
            "section",
            element("h2", words("stand_provisional" if check.provisional else "stand")),
            element("p", element("b", phrasing.score(check.total, checked)), unit, class_="score"),
            element("p", phrasing.fraction_line(check, checked)),
            [element("p", line) for line in lines.since(data, words)],
        ),
        _remarks(words("strong"), check.strong, phrasing.none_strong(check, checked), checked),
        _remarks(words("weak"), check.weak, phrasing.none_weak(check, checked), checked),
    )


def _remarks(title: str, remarks: tuple[Remark, ...], none: str, checked: Words) -> Markup:
    told = [
        element("p", element("b", phrasing.remark(remark, checked)), element("br"), remark.sentence)
        for remark in remarks
    ]
    return element("section", element("h2", title), told or element("p", none))


def _figure(data: Data, checked: Words) -> Markup:
    check = data.check
    if check.previous:
        drawn, says = figure.against(check, check.previous, checked, named=True), checked("radar_before")
    else:
        drawn, says = figure.inside(check, checked), figure.legend(check, checked)
    return element("figure", Markup(drawn), element("figcaption", says))


def _steps(data: Data, words: Words) -> Markup:
    checked, found = lines.check_words(words), lines.steps(data, words)
    if not found:
        return element(
            "section", element("h2", words("next_none")), element("p", checked("actions_none_says"))
        )
    rows = [
        element(
            "tr",
            element("td", element("b", at), class_="c"),
            element("td", step.what, " ", element("span", step.item, class_="quiet")),
            element("td", step.minutes, class_="n"),
            element("td", step.cost, class_="r"),
            element("td", element("b", step.gain), class_="n"),
            element("td", step.who),
            element("td", step.due, class_="k"),
        )
        for at, step in enumerate(found, start=1)
    ]
    titles = tuple(words(key) for key in ("order", "what", "effort", "cost", "gain", "who", "due"))
    return element(
        "section",
        element("h2", words("next", count=len(found))),
        element(
            "table",
            heads(titles, ("c", None, "n", "n", "n", None, "k")),
            element("tbody", rows),
            class_="actions",
        ),
        element("p", element("b", lines.sum_line(data, words)), class_="sum"),
        *(element("p", line, class_="quiet") for line in lines.standing(data, words)),
    )


def _decisions(data: Data, words: Words) -> Markup:
    told = [
        element("tr", element("td", one), element("td", f"□ {words('yes')}　□ {words('talk')}", class_="k n"))
        for one in lines.decisions(data, words)
    ]
    review = element("tr", element("td", words("review")), element("td", words("blank_day"), class_="k n"))
    return element(
        "section",
        element("h2", words("decide")),
        element("table", told, review),
        element("p", words("answered_by"), "　", words("blank_day"), class_="sum"),
    )
