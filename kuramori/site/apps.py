from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "kuramori.site"
    label = "site"
    verbose_name = "蔵守"
