"""From a pack and its answers to what the report says. No clock, no record: whoever calls brings both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kuramori.across.reports.kinds.self_check.data import (
    Action,
    Change,
    Data,
    Item,
    PackLine,
    Part,
    Previous,
    Remark,
    Total,
    WhatIf,
)
from kuramori.rules import next_steps, scoring
from kuramori.rules.answers import Answer, Answered, NotApplicable, plain_answers
from kuramori.rules.catalogue import Item as Question
from kuramori.rules.catalogue import Pack
from kuramori.rules.pack_texts import PackTexts


@dataclass(frozen=True, slots=True)
class Round:
    """An earlier sheet to compare with, with the pack it was answered in and the score that was frozen, if any."""

    made_on: date
    pack: Pack
    answers: Mapping[str, Answer]
    counted: scoring.Score | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What an organisation keeps beside its answers, by item id."""

    comments: Mapping[str, str]
    evidence: Mapping[str, Sequence[str]]


NOTHING = Beside({}, {})


def gather(
    pack: Pack,
    answers: Mapping[str, Answer],
    *,
    made_on: date,
    lang: str = "ja",
    counted: scoring.Score | None = None,
    organisation: str | None = None,
    author: str | None = None,
    route: str | None = None,
    official_score: float | None = None,
    note: str | None = None,
    beside: Beside = NOTHING,
    previous: Round | None = None,
) -> Data:
    """The report of one sheet in `lang`. `route` is `first`, `review` or None; the rest as in `Data`.

    `counted` is the score that was frozen with these answers; without it they are counted here.
    """
    texts = pack.text(lang)
    score = counted or scoring.score(pack, answers)
    total = score.total if score.provisional is None else score.provisional
    proposals = next_steps.propose(pack, answers)
    return Data(
        organisation=organisation or None,
        made_on=made_on,
        author=author or None,
        pack=_pack_line(pack, texts),
        route=route,
        answered=score.answered,
        asked=score.items,
        total=Total(total.points, total.max, total.score),
        provisional=not score.is_complete,
        official_score=official_score,
        steps=tuple(_step(group, texts) for group in score.steps),
        measures=tuple(_measure(pack, group, texts) for group in score.measures),
        fields=tuple(_field(pack, group, texts) for group in score.fields),
        strong=tuple(_strong(pack, at, texts) for at in next_steps.strengths(pack, answers, counted=score)),
        weak=tuple(_weak(pack, at, texts) for at in next_steps.weaknesses(pack, answers, counted=score)),
        actions=tuple(_action(pack, proposal, texts) for proposal in proposals),
        what_if=_what_if(pack, answers, proposals) if proposals else None,
        items=tuple(_item(item, answers.get(item.id), texts, beside) for item in pack.items),
        note=note or None,
        check_number=check_number(pack.digest, answers),
        previous=_previous(pack, answers, previous, texts) if previous else None,
    )


def check_number(digest: str, answers: Mapping[str, Answer]) -> str:
    """照合番号: the first 12 hex digits, in fours, of the SHA-256 over answers and pack digest.

    The text hashed is JSON without spaces, keys sorted: `{"answers":{"q01":2,…},"digest":"…"}`, in UTF-8.
    """
    text = json.dumps(
        {"answers": plain_answers(answers), "digest": digest},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return " ".join((found[:4], found[4:8], found[8:12]))


def _pack_line(pack: Pack, texts: PackTexts) -> PackLine:
    return PackLine(
        id=pack.id,
        title=texts.title,
        version=pack.version,
        digest=pack.digest,
        profile=texts.scoring_name,
        disclaimer=texts.disclaimer,
        confirmed_on=pack.confirmed_on,
        official_label=texts.official_score_label,
        fields_note=texts.fields_note,
        steps_note=texts.steps_note,
    )


def _measure(pack: Pack, group: scoring.Group, texts: PackTexts) -> Part:
    words = texts.measures[group.id]
    return _part(group, pack.measure(group.id).mark, words.title, words.short)


def _step(group: scoring.Group, texts: PackTexts) -> Part:
    words = texts.steps[group.id]
    # 「1〜10 経営の視点」 tells more in little room than the name of the step.
    title = " ".join(filter(None, (words.range, words.view))) or words.title
    return _part(group, "", title, words.title)


def _field(pack: Pack, group: scoring.Group, texts: PackTexts) -> Part:
    title = texts.fields[group.id].title
    ours = next(field.ours for field in pack.fields if field.id == group.id)
    return _part(group, "", title, title, ours=ours)


def _part(group: scoring.Group, mark: str, title: str, short: str, *, ours: bool = False) -> Part:
    return Part(
        id=group.id,
        mark=mark,
        title=title,
        short=short,
        items=group.items,
        answered=group.answered,
        points=group.points,
        max=group.max,
        share=_share(group),
        ours=ours,
    )


def _share(group: scoring.Group) -> float | None:
    """Nothing answered is not 0 %: nobody has said yet how it stands."""
    return group.share if group.answered else None


def _strong(pack: Pack, at: next_steps.Standing, texts: PackTexts) -> Remark:
    return _remark(pack, at, texts, texts.items[at.item].strong)


def _weak(pack: Pack, at: next_steps.Standing, texts: PackTexts) -> Remark:
    return _remark(pack, at, texts, texts.items[at.item].weak)


def _remark(pack: Pack, at: next_steps.Standing, texts: PackTexts, sentence: str) -> Remark:
    return Remark(pack.measure(at.measure).mark, texts.measures[at.measure].short, at.share, sentence)


def _action(pack: Pack, proposal: next_steps.Proposal, texts: PackTexts) -> Action:
    words = texts.items[proposal.item].actions[proposal.position]
    return Action(
        number=pack.item(proposal.item).number,
        what=words.title,
        why=words.detail,
        minutes=proposal.minutes,
        cost=words.cost,
        gain=proposal.gain_score,
    )


def _what_if(
    pack: Pack, answers: Mapping[str, Answer], proposals: Sequence[next_steps.Proposal]
) -> WhatIf | None:
    after = next_steps.what_if(pack, answers, [proposal.item for proposal in proposals])
    total = after.total if after.provisional is None else after.provisional
    known = [proposal.yen for proposal in proposals if proposal.yen is not None]
    return WhatIf(
        total=Total(total.points, total.max, total.score),
        minutes=sum(proposal.minutes for proposal in proposals),
        yen=sum(known) if len(known) == len(proposals) else None,
        shares=tuple(_share(group) for group in after.measures),
    )


def _item(question: Question, answer: Answer | None, texts: PackTexts, beside: Beside) -> Item:
    words = texts.items[question.id]
    level = answer.level if isinstance(answer, Answered) else None
    return Item(
        number=question.number,
        measure=question.measure,
        title=_title(words.title, words.subtitle),
        question=words.question,
        level=level,
        level_name=texts.levels[level].name if level is not None else "",
        level_says=words.levels[level] if level is not None else "",
        reason=answer.reason if isinstance(answer, NotApplicable) else None,
        comment=beside.comments.get(question.id) or None,
        evidence=tuple(beside.evidence.get(question.id, ())),
    )


def _title(title: str, subtitle: str | None) -> str:
    return f"{title}　{subtitle}" if subtitle else title


def _previous(pack: Pack, answers: Mapping[str, Answer], before: Round, texts: PackTexts) -> Previous:
    score = before.counted or scoring.score(before.pack, before.answers)
    total = score.total if score.provisional is None else score.provisional
    shares = {group.id: _share(group) for group in score.measures}
    return Previous(
        made_on=before.made_on,
        total=Total(total.points, total.max, total.score),
        shares=tuple(shares.get(measure.id) for measure in pack.measures),
        changes=tuple(
            change
            for item in pack.items
            if (change := _change(item, before.answers.get(item.id), answers.get(item.id), texts)) is not None
        ),
    )


def _change(question: Question, before: Answer | None, now: Answer | None, texts: PackTexts) -> Change | None:
    words = texts.items[question.id]
    if _key(before) == _key(now):
        return None
    direction = 0
    if isinstance(before, Answered) and isinstance(now, Answered):
        direction = 1 if now.level > before.level else -1
    return Change(
        number=question.number,
        title=_title(words.title, words.subtitle),
        before=_named(before, texts),
        after=_named(now, texts),
        direction=direction,
    )


def _key(answer: Answer | None) -> int | str | None:
    """What counts as a change: another level, or whether it applies. A reworded reason does not."""
    return answer.level if isinstance(answer, Answered) else None if answer is None else "na"


def _named(answer: Answer | None, texts: PackTexts) -> str | None:
    if isinstance(answer, Answered):
        return texts.levels[answer.level].name
    return texts.na_name if answer is not None else None
