"""ひな形 in the house: the wording filled from the terms, proposed terms, the papers, and the offer to conclude it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.models import Contact
from kuramori.ground.papers.accept import AnotherText
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.download import attached
from kuramori.ground.people.link_letters import letter_around, mailed
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import PERMISSIONS, Can
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.trail.record import record
from kuramori.press import pdf, word
from kuramori.press.faults import PressFault
from kuramori.work.ledger import looks
from kuramori.work.partners import access, agreeing, events_wordings
from kuramori.work.partners.forms_take_back import people_of
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import Agreement
from kuramori.work.partners.reading import link_log
from kuramori.work.partners.reading.agreements import values_today
from kuramori.work.partners.reading.annex import annex_of
from kuramori.work.partners.terms_fields import FIELDS
from kuramori.work.partners.terms_values import words
from kuramori.work.partners.wordings import concluding, papers, shelf
from kuramori.work.partners.wordings.filling import Filled, filled

UNPROCESSABLE, CONFLICT = 422, 409
FORMS = {"docx": word.MEDIA_TYPE, "pdf": pdf.MEDIA_TYPE}


class OfferForm(forms.Form):
    """Who concludes for each company."""

    ours = forms.ChoiceField(label=gettext_lazy("こちらで結ぶ方"))
    our_post = forms.CharField(label=gettext_lazy("その役職"), max_length=60)
    theirs = forms.ChoiceField(
        label=gettext_lazy("相手の結ぶ方"),
        help_text=gettext_lazy(
            "契約を結ぶ権限のある方です。担当者ではなく、代表者や責任者を選んでください。"
        ),
    )
    their_post = forms.CharField(label=gettext_lazy("相手の役職"), max_length=60)
    authority = forms.CharField(
        label=gettext_lazy("権限をどう確かめたか"),
        max_length=200,
        help_text=gettext_lazy("例：登記事項で代表取締役と確かめた。電話で本人に確かめた。"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, agreement: Agreement) -> None:
        ours, theirs = agreement.our_signatory, agreement.their_signatory
        first = {
            "our_post": ours.get("post", ""),
            "their_post": theirs.get("post", ""),
            "ours": ours.get("person", ""),
            "revision": agreement.revision,
        }
        super().__init__(data, initial=first)
        people = [(str(key), name) for key, name in _may_sign()]
        for name, choices in (("ours", people), ("theirs", people_of(agreement.partner))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  as declared above
            field.choices = [("", _("選んでください")), *choices]


def _may_sign() -> list[tuple[uuid.UUID, str]]:
    """People of ours who hold a role with the right to conclude today."""
    roles = [role for role, rights in PERMISSIONS.items() if Can.AGREEMENT_CONCLUDE in rights]
    held = Membership.objects.filter(held_on(), role__in=roles).select_related("person")
    return sorted({(one.person_id, one.person.name) for one in held}, key=lambda one: one[1])


@require_safe
def wordings(request: ActingRequest) -> HttpResponse:
    """`/sharing/wordings/`: every wording of ours, empty, for whoever wants paper."""
    request.actor.require(Can.AGREEMENT_READ)
    return render(request, "partners/wordings.html", {"wordings": shelf.wordings()})


@require_safe
def blank(request: ActingRequest, which: str, form: str) -> HttpResponse:
    """One of them with our company's name and blanks."""
    request.actor.require(Can.AGREEMENT_READ)
    if which not in shelf.NAMES or form not in FORMS:
        raise Http404
    organisation = request.actor.organisation.name
    found = filled(shelf.wording(which), organisation, theirs="")
    return _file(request, found, form, "partners:wordings")


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/wordings/agreement/<id>/`: read it; POST offers exactly this text to their signatory."""
    can = Can.AGREEMENT_CONCLUDE if request.method == "POST" else Can.AGREEMENT_READ
    found = access.agreement_for(request.actor, id, can)
    text = _filled(request, found)
    form = OfferForm(request.POST if request.method == "POST" else None, found)
    if text is not None and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = _signatories(given)
        # The text names who concludes it.
        found.our_signatory = {"name": who.ours.name, "post": who.our_post}
        found.their_signatory = {"name": who.theirs.name, "post": who.their_post}
        text = _filled(request, found) or text
        try:
            offered = concluding.offer_text(request.actor, found, text, who, revision=given["revision"])
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        except agreeing.AgreementClosed as closed:
            form.add_error(None, closed.sentence)
        except agreeing.StaleAgreement:
            form.add_error(None, _("ほかの方が先に直しました。開き直してください。何も変えていません。"))
            return _wording_page(request, found, text, form, CONFLICT)
        except AddressUnusable:
            form.add_error("theirs", _("この方のメールアドレスは使えません。取引先の画面で直してください。"))
        else:
            return _offered(request, offered)
    return _wording_page(request, found, text, form, UNPROCESSABLE if request.method == "POST" else 200)


@require_safe
def wording_file(request: ActingRequest, id: uuid.UUID, form: str) -> HttpResponse:
    """The same as a document for Word or as a PDF."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_READ)
    text = _filled(request, found)
    if text is None or form not in FORMS:
        raise Http404
    with transaction.atomic():
        record(
            request.actor,
            events_wordings.TEXT_TAKEN,
            kind="agreement",
            thing_id=found.pk,
            number=found.number,
            form=form.upper(),
        )
    return _file(request, text, form, "partners:wording", id=found.pk)


@require_POST
def conclude_ours(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """「この文面で締結します」, for our own signatory."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CONCLUDE)
    try:
        row = concluding.conclude_ours(request.actor, found, shown=request.POST.get("shown", ""))
    except Refused as refused:
        messages.error(request, refused.sentence)
    except agreeing.AgreementClosed as closed:
        messages.error(request, closed.sentence)
    except AnotherText:
        messages.error(request, _("文面が変わっています。読み直してから、もう一度押してください。"))
    else:
        messages.success(
            request,
            _("締結しました。")
            if row.state == "concluded"
            else _("こちらの締結を記録しました。相手の方の締結を待っています。"),
        )
    return redirect(url_for(request.actor, "partners:wording", id=found.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/wordings/agreement/<id>/propose/`: terms by kind of information; POST fills those that are silent."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CHANGE)
    stands = values_today(found)
    if request.method == "POST":
        chosen = shelf.proposals().of(request.POST.get("kind", ""))
        if chosen is None:
            raise Http404
        added = {
            name: value for name, value in chosen.terms.items() if stands.get(name) in (None, "", (), [])
        }
        try:
            agreeing.change_terms(
                request.actor, found, added, revision=found.revision, reason=_("情報の種類から提案した条件")
            )
        except (agreeing.AgreementRefused, agreeing.StaleAgreement) as refused:
            messages.error(
                request, getattr(refused, "sentence", _("ほかの方が先に直しました。何も変えていません。"))
            )
            return redirect(url_for(request.actor, "partners:propose", id=found.pk))
        messages.success(request, _("空いていた条件を入れました。書いてあった条件は変えていません。"))
        return redirect(url_for(request.actor, "partners:change_terms", id=found.pk))
    proposals = shelf.proposals()
    kinds = [(one, _told(one.terms, stands)) for one in proposals.kinds]
    context = {"agreement": found, "kinds": kinds, "source": proposals.source}
    return render(request, "partners/propose.html", context)


def _told(terms: Any, stands: Any) -> list[tuple[str, str, bool]]:
    """Each proposed term in words, and whether one is written down already, which stays."""
    return [
        (
            str(FIELDS[name].label),
            words(name, value) or _("いいえ"),
            stands.get(name) not in (None, "", (), []),
        )
        for name, value in terms.items()
    ]


def _filled(request: ActingRequest, found: Agreement) -> Filled | None:
    """The agreement's wording; what of its annex is 極秘 is a look, and stands only for who may know it."""
    known = shelf.for_kind(found.kind)
    if known is None:
        return None
    lines = annex_of(request.actor, found)
    looks.note(request.actor, [one.asset for one in lines if one.name])
    annex = [(one.number, one.name or "—", one.layer) for one in lines]
    return filled(
        known,
        request.actor.organisation.name,
        agreement=found,
        terms=_terms(found),
        annex=annex,
    )


def _terms(found: Agreement) -> dict[str, Any]:
    row = found.terms.filter(superseded_at__isnull=True).order_by("-from_on").first()
    return dict(row.values) if row else {}


def _signatories(given: dict[str, Any]) -> concluding.Signatories:
    return concluding.Signatories(
        ours=Person.objects.get(pk=given["ours"]),
        our_post=given["our_post"],
        theirs=Contact.objects.get(pk=given["theirs"]),
        their_post=given["their_post"],
        authority=given["authority"],
    )


def _wording_page(
    request: ActingRequest, found: Agreement, text: Filled | None, form: OfferForm, status: int
) -> HttpResponse:
    ours, theirs = concluding.acceptances(found)
    is_signatory = str(request.actor.person_id) == found.our_signatory.get("person")
    context = {
        "agreement": found,
        "text": text,
        "form": form,
        "ours": ours,
        "theirs": theirs,
        "may_conclude_ours": is_signatory and ours is None and found.state == "offered" and found.text_id,
        "is_open": found.state in {"draft", "offered"},
        "link_log": link_log.lines_of(request.actor.organisation_id, "agreement", [found.pk]),
    }
    return render(request, "partners/wording.html", context, status=status)


def _offered(request: ActingRequest, offered: concluding.Offered) -> HttpResponse:
    row = offered.agreement
    words = _(
        "%(person)s 様\n\n「%(title)s」（%(number)s）の文面をお示しします。お読みのうえ、\n"
        "会社を代表して結ばれる場合は、下のリンクから「この文面で締結します」を押してください。\n%(url)s\n\n"
        "開くときに、6けたの確認コードが要ります。このリンクは、ほかの方には渡さないでください。\n"
        "%(organisation)s %(who)s"
    )
    letter = letter_around(request, offered.issued, words, title=row.title, number=row.number)
    was_mailed = mailed(
        request,
        offered.issued,
        letter,
        subject=_("契約の文面のご確認（%(organisation)s）"),
        purpose=concluding.MAIL,
        about=("agreement", row.pk),
    )
    context = {"agreement": row, "letters": [letter], "mailed": was_mailed}
    return render(request, "partners/wording_offered.html", context)


def _file(request: ActingRequest, text: Filled, form: str, back: str, **named: object) -> HttpResponse:
    author = request.actor.organisation.name
    try:
        made = papers.word(text, author) if form == "docx" else papers.paper(text, author)
    except PressFault:
        messages.error(request, _("書類を作れませんでした。記録はそのままです。もう一度お試しください。"))
        return redirect(url_for(request.actor, back, **named))
    return attached(made, FORMS[form], f"{text.title}.{form}")
