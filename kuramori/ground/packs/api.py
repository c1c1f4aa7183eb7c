"""The check lists that anybody may answer, over the API: public, no key."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kuramori.ground.packs.read import find, public_packs
from kuramori.ground.people.calls import Language, public_refusals, spoken
from kuramori.rules.catalogue import Item, Pack
from kuramori.rules.pack_texts import PackTexts

router = Router(tags=["public", "packs"])


class PackRow(Schema):
    """As `kuramori packs list --json` has it."""

    id: str
    kind: str
    version: str
    title: str
    languages: list[str]
    items: int
    minutes: int
    public_check: bool
    confirmed_on: datetime.date
    profile: str
    digest: str


class PackRows(Schema):
    packs: list[PackRow]


class SourceForm(Schema):
    title: str
    publisher: str
    url: str | None
    seen_on: datetime.date
    note: str | None


class MeasureForm(Schema):
    id: str
    mark: str
    title: str
    short: str


class StepForm(Schema):
    id: str
    title: str
    view: str | None
    range: str | None


class FieldForm(Schema):
    """`ours`: the axis is this product's own, not the publisher's."""

    id: str
    title: str
    ours: bool


class ActionForm(Schema):
    """What lifts the item to level `reaches`; `minutes` and `yen` are estimates."""

    reaches: int
    minutes: int
    cost: str
    yen: int | None
    title: str
    detail: str


class ItemForm(Schema):
    """`levels[n]` says what one would see at level n; `na` is null where N/A may not be chosen."""

    id: str
    number: str
    measure: str
    step: str | None
    fields: list[str]
    weight: float
    title: str
    subtitle: str | None
    question: str
    why: str
    levels: list[str]
    na: str | None
    na_example: str | None
    evidence: list[str]
    ask: str
    actions: list[ActionForm]


class ProfileForm(Schema):
    """Our own way of scoring; levels run from 0 to `best`, from `ready` on an item counts as ready."""

    id: str
    title: str
    method: str
    best: int
    ready: int


class PackForm(Schema):
    """A whole check list in one language."""

    id: str
    kind: str
    version: str
    digest: str
    languages: list[str]
    language: str
    minutes: int
    confirmed_on: datetime.date
    title: str
    about: str
    disclaimer: str
    sources: list[SourceForm]
    profile: ProfileForm
    level_names: list[str]
    na_name: str
    measures: list[MeasureForm]
    steps: list[StepForm]
    fields: list[FieldForm]
    items: list[ItemForm]


@router.get(
    "",
    response={200: PackRows, **public_refusals(422)},
    summary="設問・基準セットの一覧",
    operation_id="packs",
)
def packs(request: HttpRequest, lang: Language | None = None) -> PackRows:
    """The check lists that can be answered without an account."""
    language = lang or spoken()
    return PackRows(packs=[_row(pack, language) for pack in public_packs()])


@router.get(
    "/{pack_id}",
    response={200: PackForm, **public_refusals(404, 422)},
    summary="設問・基準セット一つの全文",
    operation_id="pack",
)
def pack(request: HttpRequest, pack_id: str, lang: Language | None = None) -> PackForm:
    """Items, levels and actions in one language. An id may be written with dots: `jp.meti.tics`."""
    found = find(pack_id)
    if found is None or not found.public_check:
        raise Http404
    return _whole(found, found.text(lang or spoken()))


def _row(pack: Pack, lang: str) -> PackRow:
    return PackRow(
        id=pack.id,
        kind=pack.kind,
        version=pack.version,
        title=pack.text(lang).title,
        languages=list(pack.languages),
        items=len(pack.items),
        minutes=pack.minutes,
        public_check=pack.public_check,
        confirmed_on=pack.confirmed_on,
        profile=pack.profile.id,
        digest=pack.digest,
    )


def _whole(pack: Pack, text: PackTexts) -> PackForm:
    profile = pack.profile
    return PackForm(
        id=pack.id,
        kind=pack.kind,
        version=pack.version,
        digest=pack.digest,
        languages=list(pack.languages),
        language=text.lang,
        minutes=pack.minutes,
        confirmed_on=pack.confirmed_on,
        title=text.title,
        about=text.about,
        disclaimer=text.disclaimer,
        sources=[SourceForm.model_validate(source) for source in pack.sources],
        profile=ProfileForm(
            id=profile.id,
            title=text.scoring_name,
            method=profile.method.value,
            best=profile.best,
            ready=profile.ready,
        ),
        level_names=[level.name for level in text.levels],
        na_name=text.na_name,
        measures=[
            MeasureForm(
                id=m.id, mark=m.mark, title=text.measures[m.id].title, short=text.measures[m.id].short
            )
            for m in pack.measures
        ],
        steps=[_step(step.id, text) for step in pack.steps],
        fields=[FieldForm(id=f.id, title=text.fields[f.id].title, ours=f.ours) for f in pack.fields],
        items=[_item(item, text) for item in pack.items],
    )


def _step(step_id: str, text: PackTexts) -> StepForm:
    said = text.steps[step_id]
    return StepForm(id=step_id, title=said.title, view=said.view, range=said.range)


def _item(item: Item, text: PackTexts) -> ItemForm:
    said = text.items[item.id]
    return ItemForm(
        id=item.id,
        number=item.number,
        measure=item.measure,
        step=item.step,
        fields=list(item.fields),
        weight=float(item.weight),
        title=said.title,
        subtitle=said.subtitle,
        question=said.question,
        why=said.why,
        levels=list(said.levels),
        na=said.na,
        na_example=said.na_example,
        evidence=list(said.evidence),
        ask=said.ask,
        actions=[
            ActionForm(
                reaches=action.reaches,
                minutes=action.minutes,
                cost=action.cost,
                yen=action.yen,
                title=words.title,
                detail=words.detail,
            )
            for action, words in zip(item.actions, said.actions, strict=True)
        ],
    )
