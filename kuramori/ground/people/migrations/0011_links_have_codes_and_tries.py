from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0010_used_invitations_were_used_once")]

    operations = [
        migrations.CreateModel(
            name="LinkTries",
            fields=[
                ("holder", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("wrong", models.JSONField(default=list)),
                ("asked", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[],
            options={
                "abstract": False,
                "proxy": True,
                "base_manager_name": "objects",
                "indexes": [],
                "constraints": [],
            },
            bases=("people.link",),
        ),
        migrations.CreateModel(
            name="LinkCode",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="people.link"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
    ]
