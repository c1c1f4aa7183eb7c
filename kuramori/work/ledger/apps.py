from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kuramori.work.ledger"
    label = "ledger"
    verbose_name = "情報管理台帳"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make our work and our schedules known. The worker loads no pages, and so would never meet them."""
        for part in ("reminding", "scanning.running", "trail_door"):
            import_module(f"{self.name}.{part}")
