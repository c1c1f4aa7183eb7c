from __future__ import annotations

import ast
import importlib
import re

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from tests.house import tree

# One worker reads the whole tree, once.
pytestmark = pytest.mark.xdist_group("tree")

OURS = [config for config in apps.get_app_configs() if config.name.startswith("kuramori.")]
NAME_OF = {config.label: config.name for config in OURS}
MODELS = [model for config in OURS for model in config.get_models(include_auto_created=True)]


def test_every_wing_with_rooms_has_its_own_contract() -> None:
    wings = {f"kuramori.{room.parent.name}" for room in tree.rooms() if room.parent != tree.PACKAGE}
    assert wings <= {contract.container for contract in tree.contracts()}


@pytest.mark.parametrize(
    ("upper", "lower", "may"),
    [
        ("kuramori.site", "kuramori.rules", True),
        ("kuramori.ground.packs", "kuramori.ground.jobs", True),
        ("kuramori.ground.people", "kuramori.ground.papers", False),
        ("kuramori.ground.packs", "kuramori.ground.search", False),
        ("kuramori.work.checks", "kuramori.ground.people", True),
        ("kuramori.work.checks", "kuramori.across.reports", False),
        ("kuramori.rules", "kuramori.press", False),
        ("kuramori.work.checks", "kuramori.work.checks", True),
    ],
)
def test_the_floors_are_read_from_the_contract_as_they_are_meant(upper: str, lower: str, may: bool) -> None:
    assert tree.lies_above(upper, lower) is may


def _ties(model: type[Model]) -> list[str]:
    """Full package names of the rooms of ours that this model's own fields point at."""
    pointed = [
        field.related_model
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and isinstance(field.related_model, type)
    ]
    return [NAME_OF[other._meta.app_label] for other in pointed if other._meta.app_label in NAME_OF]


def test_foreign_keys_go_down_only() -> None:
    upward = [
        f"{model._meta.label} → {target}"
        for model in MODELS
        for target in _ties(model)
        if not tree.lies_above(NAME_OF[model._meta.app_label], target)
    ]
    assert MODELS
    assert upward == []


def test_migrations_depend_downwards_only() -> None:
    loader = MigrationLoader(None)
    upward = [
        f"{label}.{name} → {needed}"
        for (label, name), migration in loader.disk_migrations.items()
        if label in NAME_OF
        for needed, _ in migration.dependencies
        if needed in NAME_OF and not tree.lies_above(NAME_OF[label], NAME_OF[needed])
    ]
    assert upward == []


def test_the_trail_is_tied_to_nothing() -> None:
    trail = NAME_OF["trail"]
    ties = [
        f"{model._meta.label} → {target}"
        for model in MODELS
        for target in _ties(model)
        if target != NAME_OF[model._meta.app_label] and trail in {target, NAME_OF[model._meta.app_label]}
    ]
    assert ties == []


def test_every_room_and_wing_says_in_its_docstring_what_it_is_for() -> None:
    silent = []
    for room in tree.rooms():
        name = ".".join(room.relative_to(tree.ROOT).parts)
        if len((importlib.import_module(name).__doc__ or "").strip()) < 20:
            silent.append(name)
    assert silent == []


def test_no_room_uses_the_views_forms_or_templates_of_another() -> None:
    """Rooms meet in verbs, readers and doors; `site` puts their addresses together and is no room."""
    rooms = [f"kuramori.{'.'.join(room.relative_to(tree.PACKAGE).parts)}" for room in tree.rooms()]
    wrong = []
    for path, _, parsed in tree.product():
        around = [room for room in rooms if path.is_relative_to(room.replace(".", "/"))]
        own = max(around, key=len, default=None)
        if own is None:
            continue
        for node in tree.nodes(parsed):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("kuramori."):
                continue
            module = str(node.module)
            private = re.search(r"\.(forms$|views(\.|_|$))", module)
            if private and not module.startswith(f"{own}."):
                wrong.append(f"{path}: {module}")
    assert rooms
    assert wrong == []
