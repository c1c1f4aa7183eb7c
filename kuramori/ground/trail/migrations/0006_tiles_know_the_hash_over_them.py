"""Tiles only save work: those without the hash over them are dropped, and made again with the next checkpoint."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trail", "0005_what_is_on_hold_stays")]

    operations = [
        migrations.RunSQL("DELETE FROM trail_tile", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="storedtile",
            name="top",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
    ]
