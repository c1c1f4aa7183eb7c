import uuid

import django.db.models.deletion
from django.db import migrations, models


def _tied(to: str) -> models.ForeignKey:
    return models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to)


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_the_room_is_raised")]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="medium",
            field=models.CharField(
                choices=[
                    ("paper", "紙"),
                    ("object", "現物（試作品・金型など）"),
                    ("file", "電子ファイル"),
                    ("visit", "見せるだけ"),
                    ("oral", "口頭で話す"),
                ],
                default="file",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="way",
            field=models.CharField(
                blank=True,
                choices=[
                    ("portal", "客先ポータルに載せる"),
                    ("by_hand", "手渡し"),
                    ("parcel", "宅配"),
                    ("media", "媒体（USBメモリ・ディスク）"),
                    ("mail", "指定されたメール"),
                ],
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="handover", name="met", field=models.JSONField(blank=True, default=dict)
        ),
        migrations.AddField(
            model_name="handover", name="confirmed_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.CreateModel(
            name="Occasion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=120)),
                ("on", models.DateField()),
                ("until_on", models.DateField()),
                ("may_show", models.CharField(blank=True, max_length=600)),
                ("never_show", models.CharField(blank=True, max_length=600)),
                ("ticks", models.JSONField(blank=True, default=dict)),
                ("follow_up_on", models.DateField()),
                ("followed_up_on", models.DateField(blank=True, null=True)),
                ("found", models.CharField(blank=True, max_length=400)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("keeper", _tied("people.person")),
                ("made_by", _tied("people.person")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                ("partner", _tied("contacts.partner")),
                ("route", _tied("places.route")),
                ("visit", _tied("places.visit")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "on"], name="partners_occasions_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("on"))),
                        name="partners_occasion_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
