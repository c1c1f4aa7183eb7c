import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_earlier_partners_can_be_looked_for"),
        ("ledger", "0015_tasks_know_what_was_mailed"),
        ("papers", "0002_texts_are_frozen_and_accepted"),
        ("partners", "0012_a_request_to_pass_on_keeps_its_text"),
        ("people", "0013_link_counts_wrong_codes"),
        ("requests", "0007_who_answered_is_told_a_place"),
    ]

    operations = [
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "came_by",
                    models.CharField(
                        choices=[
                            ("agreement", "契約の条項"),
                            ("request", "確認のお願い"),
                            ("mail", "メール・手紙"),
                            ("workbook", "Excelの表"),
                            ("audit", "監査・訪問"),
                            ("spoken", "口頭・電話"),
                            ("other", "その他"),
                        ],
                        max_length=9,
                    ),
                ),
                ("came_on", models.DateField()),
                ("who", models.CharField(blank=True, max_length=120)),
                ("what", models.CharField(max_length=400)),
                ("scope", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("not_yet", "まだ答えていない"),
                            ("yes", "約束した"),
                            ("part", "一部だけ約束した"),
                            ("no", "約束していない"),
                        ],
                        default="not_yet",
                        max_length=7,
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=400)),
                ("proof", models.CharField(blank=True, max_length=200)),
                (
                    "kept",
                    models.CharField(
                        choices=[
                            ("unknown", "まだ見ていない"),
                            ("kept", "守れている"),
                            ("part", "一部だけ守れている"),
                            ("broken", "守れていない"),
                        ],
                        default="unknown",
                        max_length=7,
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True)),
                ("next_check_on", models.DateField(blank=True, null=True)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.agreement",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.asset",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contacts.partner"
                    ),
                ),
                (
                    "proof_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.file",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PromiseCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("on", models.DateField()),
                (
                    "kept",
                    models.CharField(
                        choices=[
                            ("unknown", "まだ見ていない"),
                            ("kept", "守れている"),
                            ("part", "一部だけ守れている"),
                            ("broken", "守れていない"),
                        ],
                        max_length=7,
                    ),
                ),
                ("how", models.CharField(max_length=400)),
                ("proof", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.file",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="requests.promise",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["organisation", "next_on", "number"], name="requests_promises_due"),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                fields=["partner", "ended_on", "number"], name="requests_promises_of_a_partner"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="requests_promise_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("word", "not_yet"), ("answered_on__isnull", False), _connector="OR"),
                name="requests_answered_promise_has_its_day",
            ),
        ),
        migrations.AddIndex(
            model_name="promisecheck",
            index=models.Index(fields=["promise", "-on"], name="requests_checks_of_a_promise"),
        ),
    ]
