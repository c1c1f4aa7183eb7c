"""The first company with one of everything, made once for a file's tests: each is rolled back to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from kuramori.ground.packs.read import public_packs
from tests.api.conftest import Company
from tests.api.world import World, make_world
from tests.cast import Cast, make_cast


@pytest.fixture(scope="module")
def furnished(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    where = override_settings(DATA=tmp_path_factory.mktemp("api"))
    with where, django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        yield make_world(Company(cast, cast.here), public_packs()[0])
        transaction.set_rollback(True)


@pytest.fixture
def everybody(furnished: World, db: None) -> Cast:
    return furnished.company.cast


@pytest.fixture
def world(furnished: World, db: None) -> World:
    return furnished
