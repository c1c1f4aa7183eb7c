from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_hand_overs_know_their_form_and_occasions_have_rows")]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="text_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="channel",
            name="peer_name",
            field=models.CharField(default="", max_length=120),
            preserve_default=False,
        ),
    ]
