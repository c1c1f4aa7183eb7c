from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kuramori.ground.people"
    label = "people"
    verbose_name = "人と組織"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make our kinds of work and our schedules known. The worker loads no pages, and so would never meet them."""
        for part in ("importing.take_in", "tidy_leavers", "tidy", "receipts"):
            import_module(f"{self.name}.{part}")
