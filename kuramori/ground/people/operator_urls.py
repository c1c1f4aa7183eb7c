"""Addresses of whoever runs the instance."""

from django.urls import path

from kuramori.outside.late import late

views_mail = late("kuramori.ground.people.views_mail")
views_operator = late("kuramori.ground.people.views_operator")


app_name = "operator"

urlpatterns = [
    path("", views_operator.organisations, name="organisations"),
    path("mail/", views_mail.instance, name="mail"),
]
