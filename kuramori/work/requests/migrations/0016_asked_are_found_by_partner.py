"""Whom a page asks for by partners is found by them: SQLite took the index of the whole organisation before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_earlier_partners_can_be_looked_for"),
        ("people", "0013_link_counts_wrong_codes"),
        ("requests", "0015_promises_know_what_was_mailed"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="asked", name="requests_asked_of_a_partner"),
        migrations.AddIndex(
            model_name="asked",
            index=models.Index(
                fields=["organisation", "partner", "sent_at"], name="requests_asked_of_a_partner"
            ),
        ),
    ]
