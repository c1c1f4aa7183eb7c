from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_grades_have_rules_of_handling"),
    ]

    operations = [
        migrations.AddField(
            model_name="copy",
            name="due_on",
            field=models.DateField(null=True),
        ),
    ]
