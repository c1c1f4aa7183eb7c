"""Sign-in and one's own account. allauth asks for some addresses by name; what is closed here answers 404."""

from __future__ import annotations

from allauth.account import views
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up by themselves and no mail is sent yet: people come by links that a colleague hands over."""
    raise Http404


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/", views.password_change, name="account_change_password"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("signup/", closed, name="account_signup"),
    path("reset/", closed, name="account_reset_password"),
    path("email/", closed, name="account_email"),
    path("set/", closed, name="account_set_password"),
]
