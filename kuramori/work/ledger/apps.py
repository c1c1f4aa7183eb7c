from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kuramori.work.ledger"
    label = "ledger"
    verbose_name = "情報管理台帳"
    default_auto_field = "django.db.models.BigAutoField"
    ties = ("partner_ties",)
    works = ("exporting_long", "importing.look", "importing.take_in", "reminding", "scanning.running")
    words = (
        "events",
        "events_import",
        "events_life",
        "events_loosening",
        "events_marks",
        "events_scan",
        "facts_of",
        "facts_life",
        "facts_scan",
        "labelling",
        "reminding",
        "trail_door",
        "trail_names",
    )
