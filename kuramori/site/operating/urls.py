"""Addresses of whoever runs the house, below /operator/, beside those of `people` and `post`."""

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.site.operating.views")


app_name = "operating"

urlpatterns = [
    path("status/", views.status, name="status"),
    path("poster/", views.poster, name="poster"),
]
