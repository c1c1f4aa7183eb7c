from importlib import import_module

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "kuramori.ground.trail"
    label = "trail"
    verbose_name = "証跡"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known to the worker what it does for the trail."""
        for part in ("tasks", "anchors.tasks"):
            import_module(f"{self.name}.{part}")
