"""When somebody who may answer first opened what a customer asks: told to the customer's house once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0018_two_rows_of_one_company_become_one")]

    operations = [
        migrations.AddField("inquiry", "opened_at", models.DateTimeField(blank=True, null=True)),
    ]
