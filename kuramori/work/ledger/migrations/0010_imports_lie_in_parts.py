import django.db.models.deletion
from django.db import migrations, models

# What a draft held in columns of its own becomes rows beside it.
MOVE = """
INSERT INTO ledger_importpart (organisation_id, draft_id, kind, at, sealed)
SELECT organisation_id, id, '{kind}', 0, sealed_{kind} FROM ledger_importdraft WHERE length(sealed_{kind}) > 0
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0009_copies_have_a_day_of_return"),
        ("people", "0012_organisation_may_ask_for_a_second_step"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("file", "file"), ("look", "look"), ("plan", "plan")], max_length=4
                    ),
                ),
                ("at", models.PositiveIntegerField(default=0)),
                ("sealed", models.BinaryField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="ledger.importdraft",
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
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "kind", "at"), name="ledger_import_part_once")
                ],
            },
        ),
        *(
            migrations.RunSQL(MOVE.format(kind=kind), migrations.RunSQL.noop)
            for kind in ("file", "plan", "look")
        ),
    ]
