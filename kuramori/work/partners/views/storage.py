"""保管の確認 in the house: ask a partner, see what was answered."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.contacts.models import Contact
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.link_letters import letter_around, mailed
from kuramori.ground.people.named import day_of
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.work.partners import access
from kuramori.work.partners.forms_take_back import StorageForm
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.reading import link_log
from kuramori.work.partners.reading import take_back as reading
from kuramori.work.partners.take_back import storing
from kuramori.work.partners.taking_back_content import taking_back

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def ask_storage(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/take-back/storage/ask/<partner>/`"""
    partner = partner_for(request.actor, id, Can.TAKE_BACK)
    posted = request.method == "POST"
    form = StorageForm(request.POST if posted else None, partner, about=request.GET.get("about", "")[:200])
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            asked = storing.ask_storage(
                request.actor,
                partner,
                Contact.objects.get(pk=given["contact"]),
                about=given["about"],
                due_on=given["due_on"],
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        except AddressUnusable:
            form.add_error("contact", _("この方のメールアドレスは使えません。取引先の画面で直してください。"))
        else:
            return _asked(request, asked)
    context = {"form": form, "partner": partner}
    return render(request, "partners/ask_storage.html", context, status=UNPROCESSABLE if posted else 200)


@require_safe
def storage(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/take-back/storage/<id>/`: what was answered."""
    found = access.storage_for(request.actor, id, Can.HAND_OVER_READ)
    answers = [
        (
            one.words,
            _word(one.kind, str(found.answers.get(one.id, ""))),
            found.answers.get(one.id) in {"part", "no"},
        )
        for one in taking_back().questions
    ]
    context = {
        "line": reading.storage_line(found),
        "answers": answers,
        "row": found,
        "link_log": link_log.lines_of(request.actor.organisation_id, "storage", [found.pk]),
    }
    return render(request, "partners/storage.html", context)


def _word(kind: str, said: str) -> str:
    if kind != "choice":
        return said
    return {"yes": _("はい"), "part": _("一部"), "no": _("いいえ")}.get(said, "")


def _asked(request: ActingRequest, asked: storing.Asked) -> HttpResponse:
    row = asked.confirmation
    words = _(
        "%(person)s 様\n\nお預けしている「%(about)s」の置き場所や鍵について、年に一度の確認をお願いします。\n"
        "%(by)sまでに、下のリンクからお答えください。\n%(url)s\n\n"
        "開くときに、6けたの確認コードが要ります。\n%(organisation)s %(who)s"
    )
    letter = letter_around(request, asked.issued, words, about=row.about, by=day_of(row.due_on))
    was_mailed = mailed(
        request,
        asked.issued,
        letter,
        subject=_("保管の確認のお願い（%(organisation)s）"),
        purpose=storing.MAIL,
        about=("storage", row.pk),
    )
    context = {"line": reading.storage_line(row), "letters": [letter], "mailed": was_mailed}
    return render(request, "partners/asked_storage.html", context)
