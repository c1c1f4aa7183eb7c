from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "kuramori.ground.search"
    label = "search"
    verbose_name = "さがす"
    default_auto_field = "django.db.models.BigAutoField"
