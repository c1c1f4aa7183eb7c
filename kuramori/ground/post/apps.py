from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "kuramori.ground.post"
    label = "post"
    verbose_name = "郵便"
    default_auto_field = "django.db.models.BigAutoField"
    works = ("send",)
    words = ("events", "facts_words")
