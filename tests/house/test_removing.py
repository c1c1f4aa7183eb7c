"""Rows are removed by `trail.holds.remove` alone, which asks the holds; and no foreign key takes a record with it."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.house import tree

# One worker reads the whole tree, once.
pytestmark = pytest.mark.xdist_group("tree")

# Where else something is deleted, and why that is no record of the business.
MAY_DELETE = {
    "kuramori/ground/trail/holds.py": "the one way: after the holds were asked and the entry was written",
    "kuramori/ground/trail/early.py": "rows of the first version, once they stand in the log",
    "kuramori/ground/trail/witnessing.py": "counters of how often another instance knocked",
    "kuramori/ground/jobs/tidy.py": "work that is over, whose file can be made anew from the records",
    "kuramori/ground/jobs/workers.py": "signs of life of workers that are gone",
    "kuramori/ground/people/sessions.py": "sign-in sessions",
    "kuramori/ground/people/devices.py": "sign-in sessions",
    "kuramori/ground/people/tidy.py": "sign-in sessions that ran out",
    "kuramori/ground/people/renew.py": "a forgotten second step, which is set up anew; the trail tells of it",
    "kuramori/site/envelope/codes.py": "codes of an older envelope, which open nothing any more; the trail tells of it",
    "kuramori/ground/search/index.py": "words to be found by, which are laid anew from the records",
    "kuramori/work/ledger/scanning/keeping.py": "when a file was last looked at, which the next look tells anew",
    "kuramori/ground/people/sign_on_flow.py": "a connection to a sign-on, which can be made again",
}
# Foreign keys that are not PROTECT, and why that loses nothing.
MAY_LET_GO: dict[str, str] = {}
NO_PURGE = re.compile(r"\bDELETE\s+FROM\b|\bTRUNCATE\b|\bDROP\s+TABLE\b", re.IGNORECASE)
MAY_PURGE: dict[str, str] = {
    "kuramori/site/backup/database.py": "empties nothing of ours: restores into a database that it found empty",
}


def _product() -> list[tuple[str, str, ast.Module]]:
    return [
        (str(path), text, module) for path, text, module in tree.product() if "migrations" not in path.parts
    ]


def _deletes(module: ast.Module) -> bool:
    # A decorator (`@router.delete("/…")`) is an address of the API and deletes nothing.
    decorators = {
        id(call)
        for node in tree.nodes(module)
        if isinstance(node, ast.FunctionDef)
        for call in node.decorator_list
    }
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"delete", "_raw_delete"}
        and id(node) not in decorators
        for node in tree.nodes(module)
    )


def test_nothing_is_deleted_but_through_the_one_way_or_for_a_stated_reason() -> None:
    assert {path for path, _, module in _product() if _deletes(module)} <= MAY_DELETE.keys()


def test_every_stated_reason_still_has_its_deletion() -> None:
    there = {path for path, _, module in _product() if _deletes(module)}
    assert {path for path in MAY_DELETE if (tree.ROOT / path).exists()} <= there


def test_no_raw_sql_deletes() -> None:
    purging = {
        path
        for path, _, module in _product()
        for node in tree.nodes(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NO_PURGE.search(node.value)
    }
    assert purging <= MAY_PURGE.keys()


def _ours() -> list[type[models.Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("kuramori.")
        for model in config.get_models(include_auto_created=True)
    ]


def test_no_record_dies_with_what_it_points_to() -> None:
    taken_along = {
        f"{model._meta.label}.{field.name}"
        for model in _ours()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    }
    assert taken_along <= MAY_LET_GO.keys()


def test_the_trail_is_tied_to_nothing_outside_itself() -> None:
    ties = {
        f"{model._meta.label}.{field.name}"
        for model in _ours()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and (model._meta.app_label == "trail") != (field.related_model._meta.app_label == "trail")
        and "trail" in {model._meta.app_label, field.related_model._meta.app_label}
    }
    assert ties == set()


def test_what_is_not_ours_takes_no_record_of_ours_along() -> None:
    """What allauth and Django keep of an account may go with it; nothing of ours may go with what they keep."""
    ours = set(_ours())
    theirs = [model for model in apps.get_models() if model not in ours]
    taken_along = {
        f"{related.related_model._meta.label}.{related.field.name}"
        for model in theirs
        for related in model._meta.related_objects
        if related.related_model in ours and related.on_delete is not models.PROTECT
    }
    assert taken_along == set()
