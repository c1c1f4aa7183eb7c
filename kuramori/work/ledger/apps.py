from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kuramori.work.ledger"
    label = "ledger"
    verbose_name = "情報管理台帳"
    default_auto_field = "django.db.models.BigAutoField"
