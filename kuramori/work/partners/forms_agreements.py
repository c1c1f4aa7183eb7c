"""What people type about agreements, read with a sentence for whatever cannot be read."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.days import DayField
from kuramori.ground.people.models import Person
from kuramori.work.partners.agreeing import LONGEST_REASON, ReasonMissing, Wanted
from kuramori.work.partners.models import Agreement, AgreementKind, ConcludedBy
from kuramori.work.partners.paper_field import PaperField
from kuramori.work.partners.terms_fields import FIELDS, Field, Group, Kind
from kuramori.work.partners.terms_values import Ref
from kuramori.work.places.models import CloudService

SILENT = gettext_lazy("書いていない")
YES_NO = [("", SILENT), ("yes", gettext_lazy("ある・できる")), ("no", gettext_lazy("ない・できない"))]
FEW = ("from_on", "until_on", "purposes", "secrecy_from", "secrecy_years")
LARGEST_BYTES = 20 * 1024 * 1024


class CountField(forms.CharField):
    """A whole number, also in full-width digits; empty is None."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        self.most = most
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        written = unicodedata.normalize("NFKC", super().clean(value)).strip().replace(",", "")
        if not written:
            return None
        if not (written.isascii() and written.isdigit()) or int(written) > self.most:
            raise ValidationError(
                _("「%(value)s」は使えません。0以上の整数を書いてください。") % {"value": value}
            )
        return int(written)


class HeadingForm(forms.Form):
    """Everything of an agreement that is not a term."""

    kind = forms.ChoiceField(label=gettext_lazy("種別"), choices=AgreementKind.choices)
    title = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("空けると、種別が名称になります。"),
    )
    number = forms.CharField(
        label=gettext_lazy("契約番号"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("空けておくと、続きの番号が付きます。"),
    )
    their_number = forms.CharField(label=gettext_lazy("相手の契約番号"), max_length=60, required=False)
    original_at = forms.CharField(
        label=gettext_lazy("紙の原本の置き場所"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("例：総務 金庫1段目"),
    )
    our_name = forms.CharField(label=gettext_lazy("こちらの署名者"), max_length=60, required=False)
    our_post = forms.CharField(label=gettext_lazy("こちらの署名者の役職"), max_length=60, required=False)
    their_name = forms.CharField(label=gettext_lazy("相手の署名者"), max_length=60, required=False)
    their_post = forms.CharField(label=gettext_lazy("相手の署名者の役職"), max_length=60, required=False)
    keeper = forms.ChoiceField(label=gettext_lazy("担当"), required=False)
    replaces = forms.ChoiceField(
        label=gettext_lazy("代わるもとの契約"),
        required=False,
        help_text=gettext_lazy("前の契約に代わるときに選びます。重なったとき、こちらで数えます。"),
    )
    cloud = forms.ChoiceField(
        label=gettext_lazy("クラウドサービス"),
        required=False,
        help_text=gettext_lazy("利用規約のときに選びます。控えた規約がこの契約の文面になります。"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, partner: Partner | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.partner = partner
        people = Person.objects.order_by("name").values_list("pk", "name")
        self._choose("keeper", people)
        older = Agreement.objects.filter(partner=partner).order_by("number") if partner else ()
        self._choose("replaces", [(one.pk, f"{one.number} {one.title}") for one in older])
        clouds = CloudService.objects.filter(retired_on__isnull=True).order_by("name")
        self._choose("cloud", clouds.values_list("pk", "name"))

    def _choose(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [("", _("選ばない")), *((str(key), word) for key, word in rows)]

    @property
    def few(self) -> list[Any]:
        return [self[name] for name in ("kind", "title")]

    @property
    def further(self) -> list[Any]:
        left_out = {"kind", "title", "revision"}
        return [self[name] for name in self.fields if name not in left_out]

    def wanted(self, partner: Partner) -> Wanted:
        """What was typed. The form is valid."""
        given = self.cleaned_data
        return Wanted(
            partner=partner,
            kind=AgreementKind(given["kind"]),
            title=given["title"],
            number=given.get("number", ""),
            their_number=given["their_number"],
            original_at=given["original_at"],
            our_signatory=_signatory(given["our_name"], given["our_post"]),
            their_signatory=_signatory(given["their_name"], given["their_post"]),
            replaces=Agreement.objects.filter(pk=given["replaces"]).first() if given["replaces"] else None,
            cloud=CloudService.objects.filter(pk=given["cloud"]).first() if given["cloud"] else None,
            keeper=Person.objects.filter(pk=given["keeper"]).first() if given["keeper"] else None,
        )


def heading_of(row: Agreement) -> dict[str, Any]:
    """What a form about an agreement begins with."""
    return {
        "kind": row.kind,
        "title": row.title,
        "number": row.number,
        "their_number": row.their_number,
        "original_at": row.original_at,
        "our_name": row.our_signatory.get("name", ""),
        "our_post": row.our_signatory.get("post", ""),
        "their_name": row.their_signatory.get("name", ""),
        "their_post": row.their_signatory.get("post", ""),
        "keeper": str(row.keeper_id or ""),
        "replaces": str(row.replaces_id or ""),
        "cloud": str(row.cloud_id or ""),
        "revision": row.revision,
    }


class TermsForm(forms.Form):
    """The terms in their groups: a few first, the rest opened when wanted. `stands` is what they say today."""

    def __init__(
        self,
        data: Any,
        *,
        partner: Partner | None,
        stands: Mapping[str, Any] | None = None,
        is_change: bool,
        needs_reason: bool = False,
    ) -> None:
        begun = {name: _shown(FIELDS[name], value) for name, value in (stands or {}).items()}
        super().__init__(data, initial=begun)
        people = Contact.objects.filter(partner=partner, retired_on__isnull=True).order_by("name")
        self.people: Sequence[Contact] = list(people) if partner else []
        self.stands = stands or {}
        for field in FIELDS.values():
            self.fields[field.name] = self._field(field)
        if is_change:
            self.fields["reason"] = forms.CharField(
                label=_("直すわけ（覚書の番号など）"),
                max_length=LONGEST_REASON,
                required=needs_reason,
                error_messages={"required": ReasonMissing().sentence},
            )
            self.fields["from_on"].label = _("契約の始まり")
            self.fields["since"] = DayField(label=_("いつから変わるか"), required=False)
            self.fields["since"].help_text = _(
                "覚書などで条件が変わった日です。空けると、書き間違いの訂正として、はじめの日から直します。"
            )
            self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def values(self) -> dict[str, Any]:
        """The terms as they were typed; None where the paper is silent."""
        return {name: self._read(FIELDS[name], self.cleaned_data[name]) for name in FIELDS}

    @property
    def few(self) -> list[Any]:
        return [self[name] for name in FEW]

    @property
    def further(self) -> list[tuple[str, list[Any], bool]]:
        """The groups with the rest of the terms: heading, fields, and whether one of them is wrong."""
        groups = []
        for group in Group:
            fields = [self[name] for name, one in FIELDS.items() if one.group is group and name not in FEW]
            if fields:
                groups.append((group.label, fields, any(one.errors for one in fields)))
        return groups

    @property
    def around(self) -> list[Any]:
        return [self[name] for name in ("reason", "since") if name in self.fields]

    def _field(self, field: Field) -> forms.Field:
        said: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.help}
        match field.kind:
            case Kind.TEXT:
                return forms.CharField(max_length=field.longest, **said)
            case Kind.NOTE | Kind.LINES:
                rows = forms.Textarea(attrs={"rows": 2})
                longest = field.longest if field.kind is Kind.NOTE else field.longest * 50
                return forms.CharField(max_length=longest, widget=rows, **said)
            case Kind.DAY:
                made = DayField(label=field.label, required=False)
                made.help_text = str(field.help) or made.help_text
                return made
            case Kind.COUNT:
                return CountField(field.most, **said)
            case Kind.FLAG:
                return forms.ChoiceField(choices=YES_NO, **said)
            case Kind.CHOICE:
                return forms.ChoiceField(choices=[("", SILENT), *_choices(field)], **said)
            case Kind.CHOICES:
                box = forms.CheckboxSelectMultiple
                return forms.MultipleChoiceField(choices=_choices(field), widget=box, **said)
        named = [(str(one.pk), one.name) for one in self.people]
        gone = [(str(one.id), one.words) for one in self.stands.get(field.name, ())]
        several = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=list(dict([*gone, *named]).items()), widget=several, **said)

    def _read(self, field: Field, value: Any) -> Any:
        if field.kind is Kind.FLAG:
            return {"yes": True, "no": False}.get(value)
        if field.kind is Kind.CONTACTS:
            known = {str(one.pk): Ref(one.pk, one.name) for one in self.people}
            known = {str(one.id): one for one in self.stands.get(field.name, ())} | known
            return tuple(known[one] for one in value if one in known)
        return value


class ConcludeForm(forms.Form):
    """That both sides agreed: when, how, by whom, and where the paper is."""

    on = DayField(label=gettext_lazy("結んだ日"))
    by = forms.ChoiceField(
        label=gettext_lazy("結び方"), choices=[one for one in ConcludedBy.choices if one[0] != "link"]
    )
    file = forms.FileField(
        label=gettext_lazy("原本の写し（PDFか画像）"),
        required=False,
        help_text=gettext_lazy(
            "ほかの電子契約サービスで結んだときは、そこから受け取ったファイルを入れます。"
        ),
    )
    original_at = forms.CharField(label=gettext_lazy("紙の原本の置き場所"), max_length=120, required=False)
    our_name = forms.CharField(label=gettext_lazy("こちらの署名者"), max_length=60, required=False)
    our_post = forms.CharField(label=gettext_lazy("こちらの署名者の役職"), max_length=60, required=False)
    their_name = forms.CharField(label=gettext_lazy("相手の署名者"), max_length=60, required=False)
    their_post = forms.CharField(label=gettext_lazy("相手の署名者の役職"), max_length=60, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def signatories(self) -> tuple[dict[str, str], dict[str, str]]:
        given = self.cleaned_data
        return (
            _signatory(given["our_name"], given["our_post"]),
            _signatory(given["their_name"], given["their_post"]),
        )


class OriginalForm(forms.Form):
    """A scan of the signed paper."""

    file = PaperField(label=gettext_lazy("原本の写し（PDFか画像）"))
    revision = forms.IntegerField(widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """Why it came to nothing."""

    reason = forms.CharField(label=gettext_lazy("わけ"), max_length=LONGEST_REASON)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PartnerChoice(forms.Form):
    """With whom: typed as the name stands in the register of partners, or chosen by id from a link."""

    partner = forms.CharField(label=gettext_lazy("相手方"), max_length=120)

    def clean_partner(self) -> Partner:
        words = " ".join(self.cleaned_data["partner"].split())
        found = list(Partner.objects.filter(_named(words), merged_into__isnull=True)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(_("同じ名前の取引先が2つあります。取引先の画面から選んでください。"))
        near = Partner.objects.filter(
            name__icontains=words, merged_into__isnull=True, retired_on__isnull=True
        )
        if names := [one.name for one in near.order_by("name")[:5]]:
            raise ValidationError(
                _("名前を略さずに書いてください。「%(names)s」が名簿にあります。")
                % {"names": "」「".join(names)}
            )
        raise ValidationError(
            _("「%(name)s」は取引先の名簿にありません。先に取引先を加えてください。") % {"name": words[:60]}
        )


def _named(words: str) -> Q:
    try:
        return Q(pk=uuid.UUID(words))
    except ValueError:
        return Q(name=words) | (Q(code=words) & ~Q(code=""))


def _choices(field: Field) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in (field.choices.choices if field.choices else ())]


def _shown(field: Field, value: Any) -> Any:
    if field.kind is Kind.CONTACTS:
        return [str(one.id) for one in value]
    if field.kind is Kind.LINES:
        return "\n".join(value)
    if isinstance(value, tuple):
        return list(value)
    if field.kind is Kind.FLAG:
        return "yes" if value else "no"
    return value


def _signatory(name: str, post: str) -> dict[str, str]:
    told = {"name": " ".join(name.split()), "post": " ".join(post.split())}
    return {key: value for key, value in told.items() if value}
