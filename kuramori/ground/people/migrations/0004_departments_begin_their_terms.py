"""Each department's name and days become its first term. Nothing else is known of it."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def begin_terms(apps: Any, schema_editor: Any) -> None:
    term = apps.get_model("people", "DepartmentTerm")
    manager = term._meta.base_manager
    rows = [
        term(
            department_id=row.pk,
            organisation_id=row.organisation_id,
            name=row.name,
            from_on=row.from_on,
            until_on=row.until_on,
            recorded_at=row.recorded_at,
        )
        for row in apps.get_model("people", "Department")._meta.base_manager.all()
    ]
    manager.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_department_gains_terms")]

    operations = [migrations.RunPython(begin_terms, migrations.RunPython.noop)]
