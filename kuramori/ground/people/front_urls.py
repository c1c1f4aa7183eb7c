"""Addresses for people who come in by a link that was handed to them: for the first time, or to see one thing."""

from django.urls import path

from kuramori.outside.late import late

views_front = late("kuramori.ground.people.views_front")
views_link = late("kuramori.ground.people.views_link")


app_name = "front"

urlpatterns = [
    path("welcome/<str:secret>/", views_front.welcome, name="welcome"),
    path("join/<str:secret>/", views_front.join, name="join"),
    path("link/<str:secret>/", views_link.link, name="link"),
    path("link/<str:secret>/send/", views_link.send, name="link_send"),
    path("link/<str:secret>/code/", views_link.code, name="link_code"),
]
