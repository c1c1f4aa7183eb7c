"""Every change leaves one entry or none is made; and who may do what."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import Model

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.roles import PERMISSIONS, Can, Role
from kuramori.work.checks import answer, begin, delegate, evidence, finalise, note, plan
from kuramori.work.checks.models import Answer, Delegation, Evidence, Plan, Sheet
from kuramori.work.checks.plan import Wanted

ROLES = [role.value for role in Role]


@pytest.fixture
def world(acting, steward, full, pack):
    """One of everything that a verb can be tried on."""
    final = begin.begin(steward, pack)
    for item in pack.items:
        answer.answer(steward, final, pack, item.id, value=1, revision=0)
    return {
        "actor": steward,
        "pack": pack,
        "sheet": full,
        "final": finalise.finalise(steward, final, pack),
        "person": acting.person("staff"),
        "shown": evidence.attach_link(steward, full, pack, "q02", title="表"),
        "asked": delegate.delegate(steward, full, pack, "q03", person=acting.person("staff")),
        "open": plan.plan(steward, full, pack, "q04", Wanted("契約を調べる")),
        "done": plan.finish_plan(steward, plan.plan(steward, full, pack, "q05", Wanted("任命書")), pack),
    }


# The verb, what it asks for, and how it is called.
VERBS = {
    "begin": (begin, Can.SHEET_BEGIN, lambda w, a: begin.begin(a, w["pack"])),
    "revise": (begin, Can.SHEET_BEGIN, lambda w, a: begin.revise(a, w["final"], w["pack"])),
    "answer": (
        answer,
        Can.SHEET_ANSWER,
        lambda w, a: answer.answer(a, w["sheet"], w["pack"], "q01", value=3, revision=1),
    ),
    "note": (
        note,
        Can.SHEET_ANSWER,
        lambda w, a: note.note(a, w["sheet"], name="改めた名", official_score=None, text=""),
    ),
    "finalise": (finalise, Can.SHEET_FINALISE, lambda w, a: finalise.finalise(a, w["sheet"], w["pack"])),
    "attach_link": (
        evidence,
        Can.SHEET_ANSWER,
        lambda w, a: evidence.attach_link(a, w["sheet"], w["pack"], "q01", title="一覧"),
    ),
    "remove_evidence": (
        evidence,
        Can.SHEET_ANSWER,
        lambda w, a: evidence.remove_evidence(a, w["shown"], w["pack"]),
    ),
    "delegate": (
        delegate,
        Can.SHEET_DELEGATE,
        lambda w, a: delegate.delegate(a, w["sheet"], w["pack"], "q01", person=w["person"]),
    ),
    "withdraw": (delegate, Can.SHEET_DELEGATE, lambda w, a: delegate.withdraw(a, w["asked"], w["pack"])),
    "plan": (plan, Can.PLAN_CHANGE, lambda w, a: plan.plan(a, w["sheet"], w["pack"], "q01", Wanted("書く"))),
    "change_plan": (
        plan,
        Can.PLAN_CHANGE,
        lambda w, a: plan.change_plan(a, w["open"], w["pack"], Wanted("直す"), revision=1),
    ),
    "finish_plan": (plan, Can.PLAN_CHANGE, lambda w, a: plan.finish_plan(a, w["open"], w["pack"])),
    "reopen_plan": (plan, Can.PLAN_CHANGE, lambda w, a: plan.reopen_plan(a, w["done"], w["pack"])),
    "drop_plan": (plan, Can.PLAN_CHANGE, lambda w, a: plan.drop_plan(a, w["open"], w["pack"])),
}


def everything():
    """All rows of the room, as plain values."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Sheet, Answer, Evidence, Delegation, Plan)
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_every_change_leaves_exactly_one_entry(world, entries, verb):
    _module, _can, call = VERBS[verb]
    before = everything()
    call(world, world["actor"])
    assert everything() != before
    assert len(entries()) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_no_change_is_made_that_cannot_be_recorded(world, entries, monkeypatch, verb):
    module, _can, call = VERBS[verb]
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(module, "record", fail)
    with pytest.raises(RuntimeError):
        call(world, world["actor"])
    assert everything() == before
    assert entries() == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_its_permissions_say_and_nothing_more(acting, world, entries, role):
    before, actor = everything(), acting.actor(role)
    for verb, (_module, can, call) in VERBS.items():
        with untouched(world):
            if can in PERMISSIONS[Role(role)]:
                call(world, actor)
                assert len(entries()) == 1, verb
            else:
                with pytest.raises(NotAllowed):
                    call(world, actor)
                assert (everything(), entries()) == (before, []), verb


@contextmanager
def untouched(world):
    """Take back whatever happens inside, in the database and in the objects that were read from it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for thing in world.values():
        if isinstance(thing, Model):
            thing.refresh_from_db()
