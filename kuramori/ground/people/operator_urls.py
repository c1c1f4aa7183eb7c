"""Addresses of whoever runs the instance."""

from django.urls import path

from kuramori.ground.people import views_mail, views_operator

app_name = "operator"

urlpatterns = [
    path("", views_operator.organisations, name="organisations"),
    path("mail/", views_mail.instance, name="mail"),
]
