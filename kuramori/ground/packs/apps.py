from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "kuramori.ground.packs"
    label = "packs"
    verbose_name = "設問・基準セット"
    default_auto_field = "django.db.models.BigAutoField"
    words: tuple[str, ...] = ("events", "trail_names")
