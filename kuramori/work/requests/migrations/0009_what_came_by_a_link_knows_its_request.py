from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0008_customers_promises_have_rows")]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="asked",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="talks",
                to="requests.asked",
            ),
        ),
        migrations.AddField(
            model_name="offeredhelp",
            name="asked",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="helps",
                to="requests.asked",
            ),
        ),
    ]
