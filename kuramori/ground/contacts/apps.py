from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "kuramori.ground.contacts"
    label = "contacts"
    verbose_name = "取引先"
    default_auto_field = "django.db.models.BigAutoField"
    works = ("importing.take_in",)
    words = ("events", "facts_words", "trail_names")
