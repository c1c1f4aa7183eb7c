from importlib import import_module

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "kuramori.work.places"
    label = "places"
    verbose_name = "保管場所"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make our schedules known. The worker loads no pages, and so would never meet them."""
        for part in ("chase", "tell_host"):
            import_module(f"{self.name}.{part}")
