"""Addresses for people who come in for the first time, by a link that was handed to them."""

from django.urls import path

from kuramori.ground.people import views_front

app_name = "front"

urlpatterns = [
    path("welcome/<str:secret>/", views_front.welcome, name="welcome"),
    path("join/<str:secret>/", views_front.join, name="join"),
]
