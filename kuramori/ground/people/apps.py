from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kuramori.ground.people"
    label = "people"
    verbose_name = "人と組織"
    default_auto_field = "django.db.models.BigAutoField"
    works = ("importing.take_in", "tidy_leavers", "tidy", "receipts")
    words = ("events", "facts_of", "mail_purposes", "codes", "receipts", "trail_names")
