from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.core.management.base import no_translations
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.house import tree

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("kuramori.")}
FILES = [
    (path, text)
    for path, text, _ in tree.sources()
    if path.parent.name == "migrations" and path.stem != "__init__"
]


@no_translations  # as makemigrations does: a label in Japanese is no other label
def test_the_models_are_as_the_migrations_leave_them() -> None:
    loader = MigrationLoader(None)
    now = ProjectState.from_apps(apps)
    changes = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)
    missing = {
        label: [operation.describe() for migration in found for operation in migration.operations]
        for label, found in changes.items()
        if label in OURS
    }
    assert missing == {}


def test_each_migration_is_named_for_its_purpose() -> None:
    machine_made = re.compile(r"_auto_|_and_more$|^\d{4}_alter_|^\d{4}_remove_")
    named = [str(path) for path, _ in FILES if not re.match(r"^\d{4}_[a-z][a-z0-9_]+$", path.stem)]
    assert named + [str(path) for path, _ in FILES if machine_made.search(path.stem)] == []


def test_no_two_migrations_of_a_room_share_a_number() -> None:
    numbers = [(path.parent, path.stem[:4]) for path, _ in FILES]
    assert len(numbers) == len(set(numbers))


def test_steps_that_change_data_import_nothing_of_ours() -> None:
    ties = [
        str(path)
        for path, text in FILES
        if ("RunPython" in text or "RunSQL" in text)
        and re.search(r"^\s*(from|import) kuramori", text, re.MULTILINE)
    ]
    assert ties == []


def test_migrations_lie_only_in_rooms() -> None:
    folders = {path.parent for path, _ in FILES}
    assert folders <= {Path(room.relative_to(tree.ROOT)) / "migrations" for room in tree.rooms()}
