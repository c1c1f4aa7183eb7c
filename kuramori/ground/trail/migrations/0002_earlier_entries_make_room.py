"""Entries from before the tree keep their rows under another name; `early.take_over` writes them into the tree."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        migrations.RemoveIndex("Entry", "trail_entry_by_organisation"),
        migrations.RemoveIndex("Entry", "trail_entry_by_thing"),
        migrations.AlterField("Entry", "at", models.DateTimeField()),
        migrations.RenameModel("Entry", "EarlyEntry"),
        migrations.AlterModelTable("EarlyEntry", "trail_early"),
    ]
