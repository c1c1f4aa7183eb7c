from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "kuramori.across.reports"
    label = "reports"
    verbose_name = "報告書"
    works = ("bundle",)
    words = ("events", "sharing")
