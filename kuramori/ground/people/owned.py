"""Rows that belong to one organisation, and a manager that refuses to look past it.

`Owned.objects` raises where no organisation is acting, and sees only the acting one's rows. Writing is guarded too:
django-scopes 2.1 lets `create` and `bulk_create` through for another tenant (measured), so `save`, `bulk_create` and
`update` check here. Crossing tenants is spelled `Owned.everywhere` and is allowed only in the modules that the house
test lists. The manager is a seat belt; the door in `access.py` is the brake.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django_scopes.manager import ScopedManager
from django_scopes.state import get_scope


class NobodyActs(RuntimeError):
    """A row was to be written while no organisation is acting."""


class CrossesTenants(RuntimeError):
    """A row of one organisation was to be written for, or tied to, another."""


def acting_organisation_id() -> object:
    """The id of the organisation that is acting now; raises `NobodyActs`."""
    acting = get_scope().get("organisation")
    if acting is None:
        raise NobodyActs("組織が決まっていないところで、組織の記録を扱おうとしました。")
    return acting.pk


class OwnedQuerySet(models.QuerySet[Any]):
    """The guards on writing that a manager's filter alone does not give."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            row.guard()
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **fields: Any) -> int:
        if "organisation" in fields or "organisation_id" in fields:
            raise CrossesTenants("記録を別の組織へ移すことはできません。")
        for field in self.model._meta.concrete_fields:
            for name in {field.name, field.attname} & fields.keys():
                _guard_value(self.model, field, fields[name])
        return super().update(**fields)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        for row in rows:
            row.guard()
        return super().bulk_update(rows, *args, **kwargs)


def _guard_value(model: type[models.Model], field: Any, value: Any) -> None:
    """Refuse a tie to another organisation's row, whether it is given as a row or as its key."""
    if value is None or hasattr(value, "resolve_expression") or not _ties_to_owned(field):
        return
    if isinstance(value, Owned):
        same = value.organisation_id == acting_organisation_id()
    else:
        same = field.related_model.objects.filter(**{field.target_field.name: value}).exists()
    if not same:
        raise CrossesTenants(f"{model._meta.label}.{field.name} が別の組織の記録を指しています。")


def _ties_to_owned(field: Any) -> bool:
    return isinstance(field.related_model, type) and issubclass(field.related_model, Owned)


class _Everywhere:
    """`Model.everywhere`: the rows of all organisations."""

    def __get__(self, instance: object, model: type[Owned]) -> Any:
        return model.objects.with_scopes_disabled()


class Owned(models.Model):
    """A row of one organisation. Subclasses' `Meta` inherits `Owned.Meta`, for the base manager's sake."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(
        organisation="organisation", _manager_class=models.Manager.from_queryset(OwnedQuerySet)
    )
    everywhere = _Everywhere()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.guard()
        super().save(*args, **kwargs)

    def guard(self) -> None:
        """Refuse a row of another organisation, or one tied to another's row."""
        acting = acting_organisation_id()
        if self.organisation_id != acting:
            raise CrossesTenants(f"{self._meta.label}: 別の組織の記録は書けません。")
        for field in self._meta.concrete_fields:
            if _ties_to_owned(field):
                is_fetched = field.name in self._state.fields_cache
                value = getattr(self, field.name if is_fetched else field.attname)
                _guard_value(type(self), field, value)
