"""Connect with a partner's Kuramori, and see what was said both ways."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people import links
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.outside import clock
from kuramori.work.partners import access
from kuramori.work.partners.channels import connecting
from kuramori.work.partners.reading import channels as reading


class OfferForm(forms.Form):
    """Whom the number is for."""

    contact = forms.ChoiceField(label=gettext_lazy("番号を渡す相手"))

    def __init__(self, data: Any, partner: Partner) -> None:
        super().__init__(data)
        field = self.fields["contact"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as declared above
        rows = Contact.objects.filter(partner=partner, retired_on__isnull=True).exclude(email="")
        field.choices = [(str(row.pk), f"{row.name}（{row.email}）") for row in rows.order_by("name")]


class UseForm(forms.Form):
    """The number that the partner gave us."""

    number = forms.CharField(
        label=gettext_lazy("受け取った番号"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("取引先から届いたとおりに貼り付けてください。"),
    )


@require_safe
def channels(request: ActingRequest) -> HttpResponse:
    """`/sharing/channels/`"""
    request.actor.require(Can.HAND_OVER_READ)
    context = {"lines": reading.channels(), "digits": connecting.digits_of(request.actor.organisation)}
    return render(request, "partners/channels.html", context)


@require_safe
def channel(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/channels/<id>/`"""
    found = access.channel_for(request.actor, id, Can.HAND_OVER_READ)
    context = {
        "line": reading.line_of(found),
        "told": reading.told(found),
        "ours": connecting.digits_of(request.actor.organisation).split(" "),
    }
    return render(request, "partners/channel.html", context)


@require_safe
def connect(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/channels/connect/<partner>/`: give a number, or use the one received."""
    partner = partner_for(request.actor, id, Can.CHANNEL_OPEN)
    return _page(request, partner, OfferForm(None, partner), UseForm())


@require_POST
def offer(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """「番号を作る」: shown once."""
    partner = partner_for(request.actor, id, Can.CHANNEL_OPEN)
    form = OfferForm(request.POST, partner)
    if not form.is_valid():
        return _page(request, partner, form, UseForm(), status=422)
    contact = Contact.objects.get(pk=form.cleaned_data["contact"])
    try:
        issued = connecting.offer(request.actor, partner, contact)
    except connecting.AlreadyConnected:
        form.add_error(None, _("この取引先とは、もうつながっています（または確認待ちです）。"))
    except AddressUnusable:
        form.add_error("contact", _("この方のメールアドレスは使えません。取引先の画面で直してください。"))
    else:
        context = {
            "partner": partner,
            "contact": contact,
            "number": issued.secret,
            "last_day": clock.day_of(issued.link.expires_at - links.A_SECOND),
            "digits": connecting.digits_of(request.actor.organisation),
        }
        return render(request, "partners/channel_number.html", context)
    return _page(request, partner, form, UseForm(), status=422)


@require_POST
def use(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """「この番号でつなぐ」."""
    partner = partner_for(request.actor, id, Can.CHANNEL_OPEN)
    form = UseForm(request.POST)
    if form.is_valid():
        try:
            made = connecting.use(request.actor, partner, form.cleaned_data["number"])
        except connecting.NumberUnusable:
            form.add_error(
                "number",
                _("この番号は使えません。期限が過ぎたか、もう使われています。新しい番号をもらってください。"),
            )
        except connecting.AlreadyConnected:
            form.add_error("number", _("この取引先とは、もうつながっています。番号は使っていません。"))
        else:
            messages.success(
                request, _("つなぎました。相手が照合番号を確かめると、知らせが届くようになります。")
            )
            return redirect(url_for(request.actor, "partners:channel", id=made.pk))
    return _page(request, partner, OfferForm(None, partner), form, status=422)


@require_POST
def confirm(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The digits were compared over the telephone."""
    found = access.channel_for(request.actor, id, Can.CHANNEL_OPEN)
    connecting.confirm(request.actor, found)
    messages.success(request, _("つながりました。これからの知らせは自動で届きます。"))
    return redirect(url_for(request.actor, "partners:channel", id=found.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Cut the connection, after asking once."""
    found = access.channel_for(request.actor, id, Can.CHANNEL_OPEN)
    if request.method != "POST":
        return render(request, "partners/channel_close.html", {"line": reading.line_of(found)})
    connecting.close(request.actor, found)
    messages.success(request, _("つながりを切りました。これまでの知らせは残っています。"))
    return redirect(url_for(request.actor, "partners:channel", id=found.pk))


def _page(
    request: ActingRequest, partner: Partner, offer: OfferForm, use: UseForm, *, status: int = 200
) -> HttpResponse:
    context = {"partner": partner, "offer": offer, "use": use}
    return render(request, "partners/channel_connect.html", context, status=status)
