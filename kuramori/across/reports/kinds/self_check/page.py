"""The report as one HTML file that needs nothing else: for the screen, for mail and for a printer."""

from __future__ import annotations

from string import Template

from kuramori.across.reports.kinds.self_check import FOLDER, figure, phrasing
from kuramori.across.reports.kinds.self_check.data import Data, Item, Part, Previous
from kuramori.across.reports.markup import Markup, element, lines, together
from kuramori.across.reports.words import Words


def html(data: Data, words: Words) -> bytes:
    title = " ".join(filter(None, (words("title"), data.organisation)))
    page = Template((FOLDER / "page.html").read_text("utf-8")).substitute(
        lang=words.lang,
        title=together(title),
        style=(FOLDER / "page.css").read_text("utf-8"),
        body=together([head(data, words, words("title")), _main(data, words), _foot(data, words)]),
    )
    return page.encode("utf-8")


def head(data: Data, words: Words, title: str) -> Markup:
    stamps = list(words.starting("stamp.").values())
    name: str | Markup = data.organisation or together(
        [words("blank_name"), " ", element("span", class_="blank")]
    )
    return element(
        "header",
        element("div", element("p", name, class_="company"), element("h1", title)),
        element(
            "table",
            element("tr", [element("th", stamp, scope="col") for stamp in stamps]),
            element("tr", [element("td") for _ in stamps]),
            class_="stamps",
        ),
    )


def _main(data: Data, words: Words) -> Markup:
    meta = [element("span", part) for line in phrasing.meta_lines(data, words) for part in line]
    return element(
        "main",
        element("p", meta, class_="meta"),
        element(
            "div",
            element("div", _score(data, words), _remarks(data, words)),
            element(
                "figure",
                Markup(figure.inside(data, words)),
                element("figcaption", figure.legend(data, words)),
            ),
            class_="top",
        ),
        warning(data, words),
        _parts(words("measures"), words("measure"), data.measures, words),
        _actions(data, words),
        _answers(data, words),
        [element("section", element("h2", words("note")), element("p", lines(data.note)))]
        if data.note
        else None,
        _previous(data, data.previous, words) if data.previous else None,
        _parts(
            words("fields"), words("field"), data.fields, words, data.pack.fields_note or words("fields_says")
        ),
        _about(data, words),
    )


def _score(data: Data, words: Words) -> Markup:
    other = phrasing.official(data, words)
    unit = element("span", words("points_unit")) if data.total.score is not None else None
    steps = [
        element(
            "tr",
            element("th", step.title, scope="row"),
            element("td", element("b", phrasing.reached(step, words)), class_="n"),
            element("td", phrasing.fraction(step.points, step.max), class_="n"),
        )
        for step in data.steps
    ]
    return element(
        "section",
        element("h2", words("total_provisional" if data.provisional else "total")),
        element("p", element("b", phrasing.score(data.total, words)), unit, class_="score"),
        [element("p", line) for line in phrasing.total_lines(data, words)],
        element("table", steps, class_="steps") if steps else None,
        element(
            "p", f"{other['label']} ", element("b", other["score"]), f"（{other['says']}）", class_="other"
        )
        if other
        else None,
    )


def _remarks(data: Data, words: Words) -> list[Markup]:
    return [
        element(
            "section",
            element("h2", title),
            [
                element("p", element("b", phrasing.remark(remark, words)), element("br"), remark.sentence)
                for remark in remarks
            ]
            or element("p", none),
        )
        for title, remarks, none in (
            (words("strong"), data.strong, phrasing.none_strong(data, words)),
            (words("weak"), data.weak, phrasing.none_weak(data, words)),
        )
    ]


def warning(data: Data, words: Words) -> Markup:
    says = phrasing.disclaimer(data, words)
    return element("p", element("b", words("disclaimer_short")), words("gap"), says, class_="warning")


def _parts(
    heading: str, title: str, parts: tuple[Part, ...], words: Words, says: str | None = None
) -> Markup:
    rows = [
        element(
            "tr",
            element("th", phrasing.name(part), scope="row"),
            element("td", part.items, class_="n"),
            element("td", _bar(part.share), class_="bar"),
            element("td", element("b", phrasing.reached(part, words)), class_="n"),
            element("td", phrasing.fraction(part.points, part.max), class_="n"),
        )
        for part in parts
    ]
    titles = (title, words("items"), words("reached"), words("share"), words("points"))
    kinds = (None, "n", "bar", "n", "n")
    return element(
        "section",
        element("h2", heading),
        element("p", says, class_="quiet") if says else None,
        element("table", heads(titles, kinds), element("tbody", rows)),
    )


def heads(titles: tuple[str, ...], kinds: tuple[str | None, ...]) -> Markup:
    cells = [
        element("th", title, scope="col", class_=kind) for title, kind in zip(titles, kinds, strict=True)
    ]
    return element("thead", element("tr", cells))


def _bar(share: float | None) -> Markup | None:
    if share is None:
        return None
    # Drawn, not coloured by CSS: a browser prints shapes even where it leaves backgrounds out.
    return element(
        "svg",
        element("rect", width=100, height=6, fill="#e6e6e6"),
        element("rect", width=f"{share * 100:.1f}", height=6, fill="#00428c"),
        viewBox="0 0 100 6",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def _actions(data: Data, words: Words) -> Markup:
    heading = element("h2", phrasing.actions_heading(data.actions, words))
    if not data.actions:
        return element("section", heading, element("p", words("actions_none_says")))
    rows = [
        element(
            "tr",
            element("td", element("b", at), class_="c"),
            element(
                "td", element("b", action.what), element("br"), element("span", action.why, class_="quiet")
            ),
            element("td", words("item_number", number=action.number), class_="k"),
            element("td", words("minutes", minutes=action.minutes), class_="n k"),
            element("td", action.cost, class_="r"),
            element("td", element("b", words("gain_points", gain=action.gain)), class_="n k"),
        )
        for at, action in enumerate(data.actions, start=1)
    ]
    titles = tuple(words(key) for key in ("order", "what", "item", "effort", "cost", "gain"))
    added_up = phrasing.what_if_line(data, words)
    return element(
        "section",
        heading,
        element(
            "table", heads(titles, ("c", None, "k", "n", "n", "n")), element("tbody", rows), class_="actions"
        ),
        element("p", element("b", added_up), class_="sum") if added_up else None,
    )


def _answers(data: Data, words: Words) -> Markup:
    titles = (words("number"), words("item"), words("answer"))
    return element(
        "section",
        element("h2", words("answers")),
        element("p", words("answers_says"), class_="quiet"),
        element(
            "table",
            heads(titles, ("c", None, None)),
            element("tbody", [_item(item, words) for item in data.items]),
            class_="answers",
        ),
    )


def _item(item: Item, words: Words) -> Markup:
    extras = [
        element("p", element("b", label, class_="quiet"), " ", lines(says))
        for label, says in phrasing.extras(item, words)
    ]
    return element(
        "tr",
        element("td", element("b", item.number), class_="c"),
        element("td", element("b", item.title), element("p", item.question, class_="quiet")),
        element(
            "td",
            _diamonds(item.level),
            element("b", phrasing.answer(item, words)),
            element("p", item.level_says) if item.level_says else None,
            extras,
        ),
    )


def _diamonds(level: int | None) -> Markup | None:
    if level is None:
        return None
    shapes = [
        element(
            "path",
            d=f"M{6 + at * 13} 1l5 5-5 5-5-5z",
            fill="#00428c" if at < level else "none",
            stroke="#00428c",
        )
        for at in range(3)
    ]
    return element("svg", shapes, viewBox="0 0 39 12", class_="level", aria_hidden="true")


def _previous(data: Data, before: Previous, words: Words) -> Markup:
    rows = [
        element(
            "tr",
            element("th", phrasing.name(measure), scope="row"),
            element("td", phrasing.percent(share, words), class_="n"),
            element("td", phrasing.percent(measure.share, words), class_="n"),
            element("td", element("b", phrasing.change(share, measure.share)), class_="n"),
        )
        for measure, share in zip(data.measures, before.shares, strict=True)
    ]
    titles = (words("measure"), words("previous_score"), words("this_score"), words("difference"))
    return element(
        "section",
        element("h2", words("previous")),
        element("p", phrasing.previous_line(data, before, words), class_="lead"),
        element(
            "div",
            element("table", heads(titles, (None, "n", "n", "n")), element("tbody", rows)),
            element(
                "figure",
                Markup(figure.against(data, before, words)),
                element("figcaption", words("radar_before")),
            ),
            class_="pair",
        ),
        element("h3", phrasing.changed_heading(before, words)),
        _changes(before, words) if before.changes else None,
    )


def _changes(before: Previous, words: Words) -> Markup:
    rows = [
        element(
            "tr",
            element("td", words("item_number", number=change.number), class_="k"),
            element("td", change.title),
            element("td", change.before or words("unanswered")),
            element("td", element("b", change.after or words("unanswered")), " ", phrasing.direction(change)),
        )
        for change in before.changes
    ]
    titles = (words("number"), words("item"), words("before"), words("after"))
    return element("table", heads(titles, ("k", None, None, None)), element("tbody", rows), class_="changes")


def _about(data: Data, words: Words) -> Markup:
    told = [[element("dt", label), element("dd", says)] for label, says in phrasing.about(data, words)]
    return element("section", element("h2", words("about")), element("dl", told))


def _foot(data: Data, words: Words) -> Markup:
    return element(
        "footer",
        element("p", element("b", words("foot_disclaimer"))),
        element("p", phrasing.pack_line(data, words), "　", words("check_number", number=data.check_number)),
    )
