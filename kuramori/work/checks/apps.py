from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "kuramori.work.checks"
    label = "checks"
    verbose_name = "自己チェック"
    default_auto_field = "django.db.models.BigAutoField"
    words = ("events", "facts_of", "trail_names")
