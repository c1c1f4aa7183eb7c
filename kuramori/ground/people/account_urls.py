"""Sign-in and one's own account. allauth asks for some addresses by name; what is closed here answers 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from kuramori.outside.late import late

views = late("allauth.account.views")
again_by_code = late("allauth.mfa.base.views").reauthenticate
login_webauthn = late("allauth.mfa.webauthn.views").login_webauthn
views_account = late("kuramori.ground.people.views_account")
views_factors = late("kuramori.ground.people.views_factors")
# Houses without a company sign-on never pay for what it needs.
views_sign_on = late("kuramori.ground.people.views_sign_on")


def closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up by themselves: people come by links that a colleague hands over."""
    raise Http404


urlpatterns = [
    path("", views_account.home, name="account_home"),
    path("login/", views_account.SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/", views_account.ChangePassword.as_view(), name="account_change_password"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("devices/", views_account.devices, name="usersessions_list"),
    # The second step.
    path("second/", views_factors.SecondStepPage.as_view(), name="mfa_authenticate"),
    path("second/again/", again_by_code, name="mfa_reauthenticate"),
    path("second/passkey/", views_factors.AgainByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("second/app/", views_factors.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("second/app/remove/", views_factors.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("codes/", views_factors.RecoveryCodesPage.as_view(), name="mfa_view_recovery_codes"),
    path("codes/new/", views_factors.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("passkeys/login/", login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/add/", views_factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", views_factors.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    # Company sign-on.
    path("sign-on/<slug:provider_id>/", views_sign_on.go, name="openid_connect_login"),
    path("sign-on/<slug:provider_id>/callback/", views_sign_on.back, name="openid_connect_callback"),
    path("sign-on/<slug:provider_id>/again/", views_sign_on.again, name="sign_on_again"),
    path("sign-on/<slug:provider_id>/connect/", views_sign_on.connect, name="sign_on_connect"),
    path("sign-on/<slug:provider_id>/remove/", views_sign_on.remove, name="sign_on_remove"),
    # Shut.
    path("signup/", closed, name="account_signup"),
    path("reset/", closed, name="account_reset_password"),
    path("email/", closed, name="account_email"),
    path("set/", closed, name="account_set_password"),
]
