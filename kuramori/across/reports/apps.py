from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "kuramori.across.reports"
    label = "reports"
    verbose_name = "報告書"

    def ready(self) -> None:
        """Make our kind of work known. The worker loads no pages, and so would never meet it."""
        import_module(f"{self.name}.bundle")
