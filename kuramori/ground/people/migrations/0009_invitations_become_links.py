from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0008_token_may_be_elevated")]

    operations = [
        migrations.RenameModel("Invitation", "Link"),
        migrations.RenameField("link", "invited_by", "issued_by"),
        migrations.AlterField("link", "purpose", models.CharField(max_length=40)),
        migrations.AlterField(
            "link",
            "person",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField("link", "outside", models.BinaryField(null=True)),
        migrations.AddField("link", "holder", models.CharField(blank=True, default="", max_length=64)),
        migrations.AlterField("link", "holder", models.CharField(blank=True, max_length=64)),
        migrations.AddField("link", "kind", models.CharField(blank=True, default="", max_length=40)),
        migrations.AlterField("link", "kind", models.CharField(blank=True, max_length=40)),
        migrations.AddField("link", "thing_id", models.CharField(blank=True, default="", max_length=64)),
        migrations.AlterField("link", "thing_id", models.CharField(blank=True, max_length=64)),
        migrations.AddField("link", "uses", models.PositiveIntegerField(default=0)),
        migrations.AddField("link", "most_uses", models.PositiveIntegerField(default=1, null=True)),
        migrations.AddIndex(
            "link", models.Index(fields=["organisation", "kind", "thing_id"], name="people_link_by_thing")
        ),
        migrations.AddConstraint(
            "link",
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(outside__isnull=False), name="people_link_is_somebodys"
            ),
        ),
    ]
