"""A word that one organisation has in every field, and the search for it in what anybody else is answered."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.http.response import HttpResponseBase
from django_scopes import scope

from kuramori.ground.people.models import Account, Organisation, Person

# Half of it can be searched for without the whole coming back as an echo.
HALF = "kanaria"
CANARY = f"{HALF}7zq1"

# Not text that anybody gave but what the program looks rows up by: written over, a row that slipped out could not even
# be shown, and the test would see nothing.
KEYS = {
    "digest",
    "holder",
    "item",
    "kind",
    "pack_id",
    "path",
    "purpose",
    "secret_hash",
    "sha256",
    "thing_id",
    "version",
    "worker",
}

# What a program reads again and had checked when it came in: a table of sharing, which column of a file means what.
CHECKED = {
    "contacts.PartnerDraft.meant",
    "partners.AgreementDraft.told",
    "partners.Channel.keys",
    "requests.PromiseFile.meant",
    "requests.PromiseFile.told",
    "partners.Decision.kept",
    "partners.KeptPolicy.text",
    "partners.OwnPolicy.text",
    "requests.Tally.counts",
    "requests.Standing.states",
    "requests.Reply.states",
    "requests.Profile.content",
    "requests.Request.content",
    "requests.Inquiry.content",
}

# The trail is written by verbs only, whose words carry the canary already; its rows are hashed, not to be written over.
LEFT_ALONE = {"trail"}


def stain(slug: str) -> set[str]:
    """Write the canary into everything that an organisation has, its people and its name; which columns have it now."""
    stained = write_over(slug, CANARY)
    organisation = Organisation.objects.get(slug=slug)
    with scope(organisation=organisation):
        people = Person.objects.filter(account__isnull=False).values_list("account_id", flat=True)
        for account in Account.objects.filter(pk__in=list(people)).exclude(email__contains=CANARY):
            Account.objects.filter(pk=account.pk).update(email=f"{CANARY}.{account.email}")
    if CANARY not in organisation.name:
        Organisation.objects.filter(pk=organisation.pk).update(name=organisation.name + CANARY)
    return stained


def write_over(slug: str, word: str, rooms: Collection[str] = ()) -> set[str]:
    """Write the word into every free text of every row of an organisation; which columns have it now.

    New rooms join by themselves: whatever has an `organisation_id` is written over, closed choices and columns too
    short for the word apart. `rooms`: only there. What is sealed (mails, files, holds) gets the word from whoever
    furnishes the rows.
    """
    organisation, stained = Organisation.objects.get(slug=slug), set()
    with scope(organisation=organisation):
        for model in apps.get_models():
            if not is_of_an_organisation(model) or (rooms and model._meta.app_label not in rooms):
                continue
            fields = [field for field in model._meta.concrete_fields if takes_the_word(field, word)]
            for row in model.objects.filter(organisation_id=organisation.pk):
                stained |= {
                    f"{model._meta.label}.{field.attname}" for field in fields if _write(row, field, word)
                }
    return stained


def takes_the_word(field: models.Field[Any, Any], word: str = CANARY) -> bool:
    """Free text, or JSON."""
    if field.attname in KEYS or f"{field.model._meta.label}.{field.attname}" in CHECKED:
        return False
    if isinstance(field, models.JSONField):
        return True
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices and (field.max_length or 10_000) >= len(word)


def seen_in(response: HttpResponseBase, content: bytes | None = None) -> bool:
    """Whether the canary stands in an answer: its headers, its text, or the members of a workbook or ZIP.

    `content`: what was read from it already.
    """
    body = _content(response) if content is None else content
    whole = str(response.headers).encode() + body
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            whole += b"".join(name.encode() + packed.read(name) for name in packed.namelist())
    return CANARY.encode() in whole


def _content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def is_of_an_organisation(model: type[models.Model]) -> bool:
    """Whether the rows of this table belong to organisations, and may be written over here."""
    names = {field.attname for field in model._meta.concrete_fields}
    return "organisation_id" in names and not model._meta.proxy and model._meta.app_label not in LEFT_ALONE


def _write(row: models.Model, field: models.Field[Any, Any], word: str) -> bool:
    manager: Any = type(row)._default_manager
    try:
        with transaction.atomic():
            return bool(manager.filter(pk=row.pk).update(**{field.attname: _with_word(field, row, word)}))
    except IntegrityError:
        return False  # The database itself refuses a free text here.


def _with_word(field: models.Field[Any, Any], row: models.Model, word: str) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, models.JSONField):
        if isinstance(value, dict):
            return {**value, word: word}
        return value if value is None else [*value, word]
    if word in str(value):
        return value
    # Where nothing stood, a part of the id keeps apart what must be unique.
    return f"{word}.{value or str(row.pk)[:8]}"[: field.max_length]
