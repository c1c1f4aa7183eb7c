"""A column whose text lies sealed in the database: AES-256-GCM under a key of the organisation's own, outside it.

The row and the column are authenticated with the text, so a sealed value that is copied to another row, column or
organisation does not open. It is sealed when the row is saved and opened when somebody asks the row for it; a query
neither sees it nor can search by it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the database holds."""

    content: bytes = field(repr=False)

    def __bytes__(self) -> bytes:
        return self.content


class _Opening(DeferredAttribute):
    """Opens the text of a row when it is first asked for."""

    field: SealedText

    def __get__(self, instance: Any, cls: type | None = None) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            super().__get__(instance, cls)
        value = instance.__dict__[self.field.attname]
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.opened(instance, value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedText(models.BinaryField):
    """A secret of a row of an organisation: `str` on the row, sealed in the database, or None where `null` is set.

    `purpose` names the key it is sealed with. Reading raises `outside.vault.SealBroken` for what was altered or moved.
    """

    descriptor_class = _Opening

    def __init__(self, *args: Any, purpose: str = "field", **options: Any) -> None:
        super().__init__(*args, **options)
        self.purpose = purpose

    def deconstruct(self) -> Any:
        # To a migration it is a column of bytes: an old migration must not need this module.
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        text = getattr(model_instance, self.attname)
        if text is None:
            return None
        return Sealed(self._sealer(model_instance).seal(text.encode(), self._context(model_instance)))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or isinstance(value, Sealed):
            content = None if value is None else value.content
            return super().get_db_prep_value(content, connection, prepared)
        # An update() of many rows does not know the row a text is sealed to; and no text may reach a query in clear.
        raise TypeError(f"{self.name}: a sealed text is written by saving its row")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":  # whether there is one tells nothing of it
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name}: a sealed text cannot be searched by")

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self.name}: a sealed text cannot be searched by")

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise TypeError(f"{self.name}: a sealed text is not written out")

    def opened(self, instance: models.Model, value: Sealed) -> str:
        """The text; raises `outside.vault.SealBroken`."""
        return self._sealer(instance).open(value.content, self._context(instance)).decode()

    def _sealer(self, instance: models.Model) -> Any:
        return settings.VAULT.sealer(self.purpose, str(instance.organisation_id))  # type: ignore[attr-defined]

    def _context(self, instance: models.Model) -> bytes:
        if instance.pk is None:
            raise ValueError(f"{self.name}: the row needs its id before a text is sealed to it")
        return f"{instance._meta.label_lower}/{instance.pk}/{self.attname}".encode()
