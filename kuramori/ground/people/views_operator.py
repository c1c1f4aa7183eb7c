"""Whoever runs the instance makes organisations here, and sees nothing that is in them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kuramori.ground.people import access
from kuramori.ground.people.forms import NewOrganisation
from kuramori.ground.people.found import SlugTaken, SlugUnusable, found_for, message_for
from kuramori.ground.people.invite import VALID_DAYS
from kuramori.ground.people.models import Account


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations by name, and a form for a new one; its owner comes in by a link."""
    account = request.user
    if not isinstance(account, Account) or not account.is_operator:
        # For everybody else this page does not exist.
        raise Http404
    form = NewOrganisation(request.POST or None)
    context: dict[str, object] = {"form": form, "days": VALID_DAYS}
    if request.method == "POST" and form.is_valid():
        try:
            founded = found_for(account, **form.cleaned_data)
        except (SlugTaken, SlugUnusable) as error:
            form.add_error("slug", message_for(error))
        else:
            context["made"] = founded.organisation
            context["url"] = request.build_absolute_uri(
                reverse("front:join", kwargs={"secret": founded.secret})
            )
            context["form"] = NewOrganisation()
    context["organisations"] = access.accounts_by_organisation()
    return render(request, "people/operator.html", context)
