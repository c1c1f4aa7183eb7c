from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "kuramori.work.requests"
    label = "requests"
    verbose_name = "確認のお願いと回答"
    default_auto_field = "django.db.models.BigAutoField"
    ties: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    words: tuple[str, ...] = ("events_replies", "facts_replies", "link_purpose")
