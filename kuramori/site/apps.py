from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "kuramori.site"
    label = "site"
    verbose_name = "蔵守"
    works = ("backup.daily", "reach.daily", "trail.packing")
    words = ("events", "alarms", "trail.names")

    def ready(self) -> None:
        """Listen for a fork of the trail, whichever process finds one."""
        import_module(f"{self.name}.alarms")
