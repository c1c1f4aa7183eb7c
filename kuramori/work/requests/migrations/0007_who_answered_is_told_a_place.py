from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0006_help_visits_and_good_practice_have_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="shows_place",
            field=models.BooleanField(default=True),
        ),
    ]
