"""求める水準: make it over a list of questions, change it, retire it. A change is a new edition; requests keep theirs.

Every item that is asked has its level and the reason told to the partner; a level of 0 leaves the item out.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import one_line
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests import requirements as rules
from kuramori.rules.requests.requirements import Equivalent, Required, Requirements, RequirementsRefused
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import facts_asking as facts
from kuramori.work.requests.asking_content import equivalents
from kuramori.work.requests.models import Axis, Profile

LONGEST_NAME, LONGEST_KLASS = 80, 20


class ProfileRefused(ValueError):
    """It cannot be asked so; `field` is where, `sentence` says why. Nothing was changed."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


class StaleProfile(Exception):
    """Somebody made a newer edition, or retired it, since it was opened."""

    @staticmethod
    def sentence() -> str:
        return _("新しい版があるか、もう使っていない水準です。何も変えていません。")


def lost() -> str:
    """What is said where no text of the list of questions is left."""
    return _("この版の設問の文が、もう残っていません。何も変えていません。")


@dataclass(frozen=True, slots=True)
class ProfileWanted:
    """`required` in any order, without the items that are not asked; `equivalents` are ids of the content.

    `covers`: for which items each of them stands; for those that the content proposes where one is not named here.
    """

    name: str
    klass: str
    axis: Axis
    required: Sequence[Required]
    equivalents: Sequence[str] = ()
    covers: Mapping[str, Sequence[str]] = field(default_factory=dict)


def make(actor: Actor, pack: Pack, wanted: ProfileWanted) -> Profile:
    """A new profile over a pack. Raises `ProfileRefused`, `NotAllowed`."""
    actor.require(Can.PROFILE_CHANGE)
    return _laid_down(actor, None, _sound(pack, wanted), wanted, pack)


def make_from_text(actor: Actor, text: str, *, name: str, klass: str) -> Profile:
    """The same from the text of requirements, as an exchange or a workbook brings it. Raises `ProfileRefused`."""
    actor.require(Can.PROFILE_CHANGE)
    try:
        found = rules.read_requirements(text)
    except RequirementsRefused as refused:
        raise _told(refused) from refused
    wanted = ProfileWanted(
        name, klass, Axis(found.axis), found.required, tuple(one.id for one in found.equivalents)
    )
    return _laid_down(actor, None, found, wanted, None)


def change(actor: Actor, profile: Profile, wanted: ProfileWanted) -> Profile:
    """A new edition over the same edition of the pack. Raises `StaleProfile`, `ProfileRefused`, `PackLost`."""
    actor.require(Can.PROFILE_CHANGE)
    pack = packs.by_digest(profile.digest)
    return _laid_down(actor, profile, _sound(pack, wanted), wanted, pack)


def retire(actor: Actor, profile: Profile) -> Profile:
    """Not offered any more; requests that were made with it stay. Raises `StaleProfile`."""
    actor.require(Can.PROFILE_CHANGE)
    with transaction.atomic():
        row = _newest(profile)
        before = facts.profile(row)
        row.retired_at = clock.now()
        row.save(update_fields=["retired_at"])
        record(
            actor,
            events.PROFILE_RETIRED,
            kind="profile",
            thing_id=row.pk,
            **between(before, facts.profile(row), private=facts.PROFILE_TEXTS),
        )
    return row


def _laid_down(
    actor: Actor, older: Profile | None, found: Requirements, wanted: ProfileWanted, pack: Pack | None
) -> Profile:
    name, klass = one_line(wanted.name).strip(), one_line(wanted.klass).strip()
    if not name or len(name) > LONGEST_NAME:
        raise ProfileRefused("name", _("名前を80文字までで書いてください。"))
    if not klass or len(klass) > LONGEST_KLASS:
        raise ProfileRefused("klass", _("区分を20文字までで書いてください。例：A"))
    with transaction.atomic():
        standing = _newest(older) if older is not None else None
        if standing is not None and _says(standing, name, klass, wanted.axis, rules.text_of(found)):
            return standing
        made: Profile = Profile.objects.create(
            organisation=actor.organisation,
            series=standing.series if standing else uuid.uuid4(),
            edition=standing.edition + 1 if standing else 1,
            name=name,
            klass=klass,
            axis=wanted.axis,
            pack_id=found.pack,
            version=found.version,
            digest=found.digest,
            content=rules.text_of(found),
            made_by_id=actor.person_id,
            made_at=clock.now(),
        )
        told = between(
            facts.profile(standing) if standing else None,
            facts.profile(made),
            private=facts.PROFILE_TEXTS,
        )
        event = events.PROFILE_CHANGED if standing else events.PROFILE_MADE
        record(actor, event, kind="profile", thing_id=made.pk, edition=made.edition, **told)
    return made


def _says(row: Profile, name: str, klass: str, axis: Axis, content: str) -> bool:
    """Whether an edition says exactly this already: the same once more is no new edition."""
    return (row.name, row.klass, row.axis, row.content) == (name, klass, axis, content)


def _newest(profile: Profile) -> Profile:
    row: Profile | None = (
        Profile.objects.select_for_update().filter(series=profile.series).order_by("-edition").first()
    )
    if row is None or row.pk != profile.pk or row.retired_at is not None:
        raise StaleProfile
    return row


def _sound(pack: Pack, wanted: ProfileWanted) -> Requirements:
    """In the pack's order. Raises `ProfileRefused`."""
    by_item = {one.item: one for one in wanted.required if one.level != 0}
    strange = by_item.keys() - {item.id for item in pack.items}
    if strange or len(by_item) < sum(one.level != 0 for one in wanted.required):
        raise ProfileRefused("required", _("この一覧にない設問か、二度書かれた設問があります。"))
    if set(wanted.equivalents) - {one.id for one in equivalents()}:
        raise ProfileRefused("equivalent", _("回答の代わりに選べないものが入っています。"))
    asked = tuple(item.id for item in pack.items if item.id in by_item)
    found = Requirements(
        pack=pack.id,
        version=pack.version,
        digest=pack.digest,
        axis=wanted.axis.value,
        best=pack.profile.best,
        required=tuple(by_item[item] for item in asked),
        equivalents=_accepted(pack, wanted, asked) if asked else (),
    )
    try:
        rules.require_sense(found)
    except RequirementsRefused as refused:
        raise _told(refused) from refused
    return found


def _accepted(pack: Pack, wanted: ProfileWanted, asked: tuple[str, ...]) -> tuple[Equivalent, ...]:
    """What is taken instead of answers, in the content's order. Raises `ProfileRefused`."""
    found = []
    for kind in equivalents():
        if kind.id not in wanted.equivalents:
            continue
        if not kind.counts(pack.id, wanted.axis):
            told = {"name": kind.name, "axis": wanted.axis.label}
            raise ProfileRefused(
                "equivalent", _("%(name)s は「%(axis)s」の代わりになりません。印を外してください。") % told
            )
        chosen = set(wanted.covers.get(kind.id, kind.covers.get(pack.id, asked)))
        items = tuple(item for item in asked if item in chosen)
        if not items:
            raise ProfileRefused(
                "equivalent",
                _("%(name)s が代わりになる設問を1つは選ぶか、印を外してください。") % {"name": kind.name},
            )
        found.append(kind.as_rule(() if items == asked else items))
    return tuple(found)


def _told(refused: RequirementsRefused) -> ProfileRefused:
    sentences = {
        "nothing-asked": _("聞く設問を、1つは選んでください。"),
        "too-many": _("設問が多すぎます。1,000までです。"),
        "no-why": _("求めるわけを書いてください。取引先に見せる言葉です。"),
        "why-too-long": _("求めるわけは400文字までです。"),
        "level": _("求める水準が、この設問の段と合いません。"),
    }
    sentence = sentences.get(refused.code, _("この内容は、求める水準として読めません。"))
    return ProfileRefused(refused.item or "required", sentence)
