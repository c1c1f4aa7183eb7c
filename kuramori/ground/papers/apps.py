from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "kuramori.ground.papers"
    label = "papers"
    verbose_name = "書類"
    default_auto_field = "django.db.models.BigAutoField"
    words = ("events", "facts_words", "trail_names")
