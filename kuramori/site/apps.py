from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "kuramori.site"
    label = "site"
    verbose_name = "蔵守"

    def ready(self) -> None:
        # Their sentences tell entries that other processes wrote.
        from kuramori.site import events  # noqa: F401
