from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kuramori.ground.jobs"
    label = "jobs"
    verbose_name = "仕事の列"
    default_auto_field = "django.db.models.BigAutoField"
    works = ("tidy",)
