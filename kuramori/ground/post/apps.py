from importlib import import_module

from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "kuramori.ground.post"
    label = "post"
    verbose_name = "郵便"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make our kind of work known to the worker."""
        import_module(f"{self.name}.send")
