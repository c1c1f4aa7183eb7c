from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "kuramori.work.places"
    label = "places"
    verbose_name = "保管場所"
    default_auto_field = "django.db.models.BigAutoField"
    works = ("chase", "tell_host")
    words = ("events", "events_out", "facts_out", "facts_words", "desk", "chase", "tell_host", "trail_names")
