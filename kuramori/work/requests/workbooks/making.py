"""The workbook of a request: a cover that says what is asked, why and until when, and a sheet to answer on.

It is made once for a request, as a stencil; what differs from partner to partner is filled in.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from kuramori.ground.packs import read as packs
from kuramori.ground.papers.kinds import clean_name
from kuramori.outside import clock
from kuramori.press.stencil import Stencil, word
from kuramori.press.xlsx import Book, Cell, Choice, Look, Row, Sheet, xlsx
from kuramori.rules.catalogue import Pack
from kuramori.rules.pack_texts import PackTexts
from kuramori.rules.requests.outcomes import Said
from kuramori.rules.requests.requirements import Required, read_requirements
from kuramori.rules.terms import era_text
from kuramori.work.requests.models import Asked, Request
from kuramori.work.requests.workbooks import held_sheet, words
from kuramori.work.requests.workbooks.unpicking import Items
from kuramori.work.requests.workbooks.words import Column

_COLUMNS = tuple(Column)
_WIDTHS = {
    Column.ITEM: 6.0,
    Column.NUMBER: 5.0,
    Column.QUESTION: 42.0,
    Column.ASKED: 26.0,
    Column.ANSWER: 15.0,
    Column.WORDS: 26.0,
    Column.NA: 17.0,
    Column.PLAN: 20.0,
    Column.PLAN_ON: 12.0,
    Column.EVIDENCE: 17.0,
}
_OPEN = (Column.ANSWER, Column.WORDS, Column.NA, Column.PLAN, Column.PLAN_ON, Column.EVIDENCE)
CALLED = {"ja": "回答表", "en": "Answers"}
_HEAD = 3
_COVER = (20.0, 74.0)


def workbook_of(asked: Asked, lang: str = "ja") -> bytes:
    """The workbook that goes to one partner. Raises a `PressFault`, `PackLost`."""
    return stencil_of(asked.request, lang).fill(words_of(asked))


def stencil_of(request: Request, lang: str = "ja") -> Stencil:
    """What the workbooks of all partners of a request are cut from; in English the Japanese stands beside it.

    Raises a `PressFault`, `PackLost`.
    """
    with override(lang):
        return Stencil(xlsx(_book(request, packs.by_digest(request.digest), lang)))


def words_of(asked: Asked) -> Mapping[str, str]:
    """What differs from partner to partner."""
    contact = asked.contact
    return {
        "number": asked.number,
        "partner": asked.partner.name,
        "person": contact.name if contact else "",
    }


def name_of(asked: Asked, lang: str = "ja") -> str:
    """What the file is called: the number first, so that a folder of them is in order."""
    return clean_name(f"{CALLED[lang]}_{asked.number}_{asked.partner.name}.xlsx")


def items_of(request: Request) -> Items:
    """How rows of this request's workbooks name its items. Raises `PackLost`."""
    return _items(request.digest, request.content_digest, request.content)


@lru_cache(maxsize=16)
def _items(digest: str, content_digest: str, content: str) -> Items:
    pack = packs.by_digest(digest)
    required = frozenset(read_requirements(content).items)
    rows = [item for item in pack.items if item.id in required]
    titles = {
        words.plain(text.items[item.id].title): item.id
        for text in map(pack.text, pack.languages)
        for item in rows
    }
    numbers = {words.plain(item.number): item.id for item in rows}
    return Items({item.id: item.id for item in rows}, numbers, titles)


def parts_of(pack: Pack) -> dict[str, tuple[str, ...]]:
    """The parts of a pack with their items, as a reply that shows only parts tells them."""
    return {
        measure.id: tuple(item.id for item in pack.items if item.measure == measure.id)
        for measure in pack.measures
    }


def _book(request: Request, pack: Pack, lang: str) -> Book:
    # Who reads English gets the Japanese too: the words that count are those that the house agreed on.
    texts = tuple({id(text): text for text in (pack.text(lang), pack.text("ja"))}.values())
    held = held_sheet.sheet_of(read_requirements(request.content), pack, lang)
    shown = (_cover(request, lang), _answers(request, pack, texts, lang), *((held,) if held else ()))
    return Book(
        title=request.title,
        author=request.organisation.name,
        lang=lang,
        made_on=clock.today(),
        foot=f"{request.organisation.name} {word('number')}",
        sheets=(*shown, _identity(request)),
        properties=(
            (words.NUMBER, word("number")),
            (words.CONTENT, request.content_digest),
            (words.VERSION, words.FORM),
        ),
    )


def _cover(request: Request, lang: str) -> Sheet:
    labels = words.COVER[lang]
    told = (
        (_("お願い先"), _("%(partner)s 御中") % {"partner": word("partner")}),
        (_("ご担当"), word("person")),
        (labels["number"], word("number")),
        (_("お願い元"), request.organisation.name),
        (_("お願いする理由"), request.reason),
        (_("お聞きする範囲"), request.scope),
        (_("ご回答の期限"), _day(request.deadline_on, lang)),
        (_("読む人"), request.readers),
        (_("保管する期間"), _("%(months)sか月") % {"months": request.keep_months}),
        (_("お手伝いできること"), request.support),
        (_("費用のご相談"), request.cost_contact),
        (_("本物か確かめる電話"), request.call_back),
    )
    ways = (
        _("1. 次のシート「回答」の色のついた欄だけを書きます。答えは、欄を選ぶと出る一覧から選べます。"),
        _("2. 「一部できている」「予定がある」「代わりの方法がある」「該当しない」も、大切な答えです。"),
        _("3. 分からないところは空けたままで構いません。書けたところまででお送りください。"),
        _("4. 根拠は名前だけを書きます。書類や図面、パスワードなど、秘密そのものは入れないでください。"),
        *_held_words(request),
        _("5. 書いたことは、そのままお願い元が読みます。見せたくないことは書かなくて構いません。"),
        _("6. 保存して、お送りした方法でお返しください。列を動かしても、シートの名前を変えても読めます。"),
    )
    rows = [
        Row((Cell(request.title, Look.TITLE, span=2),)),
        Row(),
        *(Row((Cell(label, Look.HEAD), Cell(said, Look.BODY))) for label, said in told if said),
        Row(),
        Row((Cell(_("書き方"), Look.HEADING, span=2),)),
        *(Row((Cell(way, Look.BODY, span=2),)) for way in ways),
        Row(),
        Row((Cell(_("書いた方"), Look.HEADING, span=2),)),
        *(
            Row((Cell(labels[name], Look.HEAD), Cell(None, Look.ANSWER, is_open=True)), height=24.0)
            for name in ("given_by", "given_on")
        ),
    ]
    return Sheet(_("はじめに"), _COVER, tuple(rows), is_protected=True)


def _held_words(request: Request) -> tuple[str, ...]:
    if not read_requirements(request.content).equivalents:
        return ()
    return (_("・認証や登録をお持ちなら、シート「認証など」に書きます。その設問は、答えなくて構いません。"),)


def _day(day: datetime.date | None, lang: str) -> str:
    if day is None:
        return ""
    return era_text(day) if lang == "ja" else day.isoformat()


def _answers(request: Request, pack: Pack, texts: Sequence[PackTexts], lang: str) -> Sheet:
    requirements = read_requirements(request.content)
    numbers = {item.id: item.number for item in pack.items}
    rows = [
        Row((Cell(None), Cell(request.title, Look.HEADING, span=len(_COLUMNS) - 1))),
        Row((Cell(None), Cell(_("色のついた欄だけを書いてください。"), Look.QUIET, span=len(_COLUMNS) - 1))),
        Row(tuple(Cell(words.HEADINGS[lang][column], Look.HEAD) for column in _COLUMNS)),
        *(_row(one, numbers[one.item], texts) for one in requirements.required),
    ]
    first, last = _HEAD + 1, _HEAD + len(requirements.required)
    choice = Choice(
        f"{chr(65 + _COLUMNS.index(Column.ANSWER))}{first}:{chr(65 + _COLUMNS.index(Column.ANSWER))}{last}",
        tuple(words.OPTIONS[lang][said] for said in Said),
        _("一覧から選んでください。"),
    )
    return Sheet(
        _("回答"),
        tuple(_WIDTHS[column] for column in _COLUMNS),
        tuple(rows),
        head=_HEAD,
        choices=(choice,),
        hidden_columns=(1,),
        is_protected=True,
        is_landscape=True,
    )


def _row(required: Required, number: str, texts: Sequence[PackTexts]) -> Row:
    said = [text.items[required.item] for text in texts]
    asked = [
        f"{text.levels[required.level].name}\n{one.levels[required.level]}"
        for text, one in zip(texts, said, strict=True)
    ]
    if required.na_allowed:
        asked.append(_("「該当しない」も選べます（理由をお書きください）。"))
    asking = [sentence for one in said for sentence in (one.title, one.question)]
    asking.append(_("お聞きする理由: %(why)s") % {"why": required.why})
    told = {
        Column.ITEM: Cell(required.item, Look.QUIET),
        Column.NUMBER: Cell(number, Look.BODY, align="center"),
        Column.QUESTION: Cell("\n".join(dict.fromkeys(asking)), Look.BODY),
        Column.ASKED: Cell("\n".join(asked), Look.BODY),
    }
    opened = {
        column: Cell(
            None, Look.ANSWER, is_open=True, format="yyyy/mm/dd" if column is Column.PLAN_ON else None
        )
        for column in _OPEN
    }
    return Row(tuple({**told, **opened}[column] for column in _COLUMNS))


def _identity(request: Request) -> Sheet:
    """What a program needs to know whose workbook it is, where the document's properties were lost."""
    rows = (
        (words.NUMBER, word("number")),
        (words.CONTENT, request.content_digest),
        (words.VERSION, words.FORM),
    )
    return Sheet(
        "kuramori",
        (20.0, 70.0),
        tuple(Row((Cell(key, Look.QUIET), Cell(said, Look.QUIET))) for key, said in rows),
        is_protected=True,
        is_hidden=True,
    )
