from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "kuramori.site"
    label = "site"
    verbose_name = "蔵守"

    def ready(self) -> None:
        # Sentences tell entries that other processes wrote; the worker runs what is scheduled.
        from kuramori.site import alarms, events  # noqa: F401
        from kuramori.site.backup import daily  # noqa: F401
        from kuramori.site.trail import packing  # noqa: F401
