from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kuramori.ground.jobs"
    label = "jobs"
    verbose_name = "仕事の列"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make our schedule known to the worker, and to the page that shows schedules."""
        import_module(f"{self.name}.tidy")
