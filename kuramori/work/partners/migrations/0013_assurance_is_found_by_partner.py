"""How far some partners were looked at is found by them, not by going through the whole organisation's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_earlier_partners_can_be_looked_for"),
        ("papers", "0002_texts_are_frozen_and_accepted"),
        ("partners", "0012_a_request_to_pass_on_keeps_its_text"),
        ("people", "0013_link_counts_wrong_codes"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="assurance", name="partners_assurance_by_day"),
        migrations.AddIndex(
            model_name="assurance",
            index=models.Index(fields=["organisation", "partner", "as_of"], name="partners_assurance_by_day"),
        ),
    ]
