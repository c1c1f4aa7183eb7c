from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "kuramori.ground.trail"
    label = "trail"
    verbose_name = "証跡"
    default_auto_field = "django.db.models.BigAutoField"
    works = ("tasks", "anchors.tasks")
    words = ("events", "hold_events", "erase", "rollback", "fork", "early")
