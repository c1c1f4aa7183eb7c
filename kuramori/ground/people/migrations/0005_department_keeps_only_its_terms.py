from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0004_departments_begin_their_terms")]

    operations = [
        migrations.AlterModelOptions(name="department", options={"base_manager_name": "objects"}),
        migrations.RemoveField(model_name="department", name="name"),
        migrations.RemoveField(model_name="department", name="from_on"),
        migrations.RemoveField(model_name="department", name="until_on"),
        migrations.RemoveField(model_name="department", name="recorded_at"),
    ]
