"""Two rows of one request, and two gaps of one demand, may belong to one partner once one of them goes on for both."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_earlier_partners_can_be_looked_for"),
        ("people", "0013_link_counts_wrong_codes"),
        ("requests", "0017_papers_come_from_behind_links"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="asked",
            name="requests_a_partner_is_asked_once",
        ),
        migrations.RemoveConstraint(
            model_name="gap",
            name="requests_one_open_gap_per_item",
        ),
        migrations.AddField(
            model_name="asked",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="requests.asked",
            ),
        ),
        migrations.AddField(
            model_name="gap",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="requests.gap",
            ),
        ),
        migrations.AlterField(
            model_name="gap",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "これから相談"),
                    ("proposed", "計画の案あり"),
                    ("agreed", "計画に合意"),
                    ("in_progress", "進めている"),
                    ("evidence_in", "できたとの連絡あり"),
                    ("closed", "埋まった"),
                    ("accepted", "代わりの方法を認めた"),
                    ("withdrawn", "求めを取り下げた"),
                    ("merged", "ほかのギャップにまとめた"),
                ],
                default="open",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                condition=models.Q(("merged_into__isnull", True)),
                fields=("request", "partner"),
                name="requests_a_partner_is_asked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="gap",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("side", "asking"), models.Q(("item", ""), _negated=True)
                ),
                fields=("partner", "side", "pack_id", "item"),
                name="requests_one_open_gap_per_item",
            ),
        ),
    ]
