"""First steps through the door: the first owner's link, and the link that a colleague handed over.

Looking at a link (GET) never uses it up: mail scanners and previews look too.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from kuramori.ground.people import access, first_owner, second_step
from kuramori.ground.people.forms import Join, NewPassword, Welcome
from kuramori.ground.people.invite import (
    AccountNotOurs,
    AnotherAccount,
    EmailTaken,
    LinkUsed,
    accept,
    join_with_new_account,
    set_password,
)
from kuramori.ground.people.models import Account, Invitation, InvitationPurpose

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """`/welcome/<secret>/`: make the first owner of a fresh instance."""
    if not first_owner.opens(secret):
        return _spent(request)
    form = Welcome(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/welcome.html", {"form": form})
    given = form.cleaned_data
    try:
        account, founded = first_owner.make_first_owner(
            email=given["email"],
            password=given["password"],
            name=given["name"],
            organisation_name=given["organisation"],
        )
    except first_owner.LinkSpent:
        return _spent(request)
    _let_in(request, account)
    return redirect("people:start", organisation=founded.organisation.slug)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """`/join/<secret>/`: come in by an invitation, or set a new password."""
    try:
        invitation = access.invitation_by_secret(secret)
    except Http404:
        return _spent(request)
    with scope(organisation=invitation.organisation):
        try:
            if invitation.purpose == InvitationPurpose.PASSWORD:
                return _new_password(request, invitation)
            if request.user.is_authenticated:
                return _join_as_oneself(request, invitation)
            return _join_anew(request, invitation)
        except (LinkUsed, AccountNotOurs):
            return _spent(request)


def _join_anew(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    context = {"invitation": invitation, "login_url": _login_url(request)}
    if invitation.person.account_id:
        # Somebody who comes back has an account already, and nobody else may take their line of the roster.
        return render(request, "people/join.html", context)
    form = Join(request.POST or None, initial={"email": invitation.person.email})
    if request.method == "POST" and form.is_valid():
        try:
            account = join_with_new_account(
                invitation, email=form.cleaned_data["email"], password=form.cleaned_data["password"]
            )
        except EmailTaken:
            # Who holds the link may learn this much: they typed the address, and a colleague invited them.
            form.add_error(
                "email",
                _("このアドレスでは、新しく始められません。前からお使いの方は、下からログインしてください。"),
            )
        else:
            return _enter(request, account, invitation)
    return render(request, "people/join.html", {**context, "form": form})


def _join_as_oneself(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    account: Account = request.user  # type: ignore[assignment]
    context: dict[str, object] = {"invitation": invitation, "account": account}
    if request.method == "POST":
        try:
            accept(invitation, account)
        except AnotherAccount:
            return render(request, "people/join_as.html", {**context, "is_another": True}, status=409)
        return redirect("home", organisation=invitation.organisation.slug)
    context["is_another"] = not access.may_stand_for(account, invitation.person)
    return render(request, "people/join_as.html", context)


def _new_password(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = set_password(invitation, form.cleaned_data["password"])
        if second_step.is_set_up(account):
            # The link stands in for the password, not for what was set up beside it.
            messages.success(
                request, _("新しいパスワードになりました。このパスワードでログインしてください。")
            )
            return redirect("account_login")
        messages.success(request, _("新しいパスワードになりました。"))
        return _enter(request, account, invitation)
    return render(request, "people/new_password.html", {"form": form, "invitation": invitation})


def _enter(request: HttpRequest, account: Account, invitation: Invitation) -> HttpResponse:
    _let_in(request, account)
    return redirect("home", organisation=invitation.organisation.slug)


def _let_in(request: HttpRequest, account: Account) -> None:
    login(request, account, backend=BACKEND)
    # They chose their password this moment, which is as good as typing it once more.
    record_authentication(request, account, method="password")


def _login_url(request: HttpRequest) -> str:
    return f"{reverse('account_login')}?next={request.path}"


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_spent.html", status=404)
