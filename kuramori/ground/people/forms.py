"""Forms of people: labels as an office says them, errors that name the field and the value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.days import DayField
from kuramori.ground.people.departments import names
from kuramori.ground.people.found import free_slug
from kuramori.ground.people.models import Account, AccountManager, OrganisationKind
from kuramori.ground.people.permission_words import grouped
from kuramori.ground.people.roles import NEVER_BY_TOKEN, ROLE_NOTES, Can, Role

KIND_NOTES = {
    OrganisationKind.COMPANY: _(
        "自社の情報を守ります。自己チェック・情報管理台帳・保管場所・取引先などが開きます。"
    ),
    OrganisationKind.PRIME: _("取引先に確認をお願いする側です。自社の自己チェックも開きます。"),
    OrganisationKind.DESK: _("会社の相談を受け、訪ねます。いまは名簿と設定だけが開きます。"),
    OrganisationKind.BODY: _("申請を受けて審査します。いまは名簿と設定だけが開きます。"),
    OrganisationKind.PUBLISHER: _("メルマガや調査を出します。いまは名簿と設定だけが開きます。"),
}


@dataclass(frozen=True, slots=True)
class Noted:
    """The words of one choice: its name, and one line that says what it is for."""

    name: str | Promise
    note: str | Promise

    def __str__(self) -> str:
        return str(self.name)


class NewPassword(forms.Form):
    """A password typed twice."""

    password = forms.CharField(
        label=_("パスワード"),
        help_text=_("10文字以上。ほかで使っていない、長い言葉の組み合わせがおすすめです。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("パスワード（もう一度）"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") != given.get("again"):
            self.add_error("again", _("2つのパスワードが違います。もう一度入れてください。"))
        elif given.get("password"):
            try:
                validate_password(given["password"], Account(email=given.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return given


class Welcome(NewPassword):
    """The first owner's form."""

    organisation = forms.CharField(label=_("会社の名前"), max_length=100)
    name = forms.CharField(label=_("あなたのお名前"), max_length=60)
    email = forms.EmailField(
        label=_("メールアドレス"), help_text=_("ログインに使います。何も送りません。"), max_length=254
    )
    field_order = ("organisation", "name", "email", "password", "again")


class Join(NewPassword):
    """The form of somebody who was invited and has no account yet."""

    email = forms.EmailField(label=_("メールアドレス"), help_text=_("ログインに使います。"), max_length=254)
    field_order = ("email", "password", "again")

    def clean_email(self) -> str:
        return AccountManager.normalize_email(self.cleaned_data["email"])


class Appointment(forms.Form):
    """A role, a department and a last day."""

    role = forms.ChoiceField(label=_("役割"), widget=forms.RadioSelect)
    department = forms.CharField(
        label=_("部門"), max_length=60, required=False, help_text=_("新しい部門は、名前を書けば作られます。")
    )
    until_on = DayField(
        label=_("最後の日"),
        required=False,
        help_text=_(
            "外部専門家と、外部の監査者は、必ず決めます。2026/03/31 か 令和8年3月31日 のように書けます。"
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [role for role in Role if role is not Role.OWNER or Role.OWNER in actor.roles]
        cast(forms.ChoiceField, self.fields["role"]).choices = [
            (role.value, Noted(role.label, ROLE_NOTES[role])) for role in offered
        ]
        self.departments = tuple(names().values())
        self.fields["department"].widget.attrs.update({"list": "departments", "autocomplete": "off"})

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        role = given.get("role")
        if role and role.needs_end and not given.get("until_on") and "until_on" not in self.errors:
            self.add_error("until_on", _("外部専門家には、最後の日を決めてください。"))
        return given


class NameAndAddress(forms.Form):
    """Who is to be invited."""

    name = forms.CharField(label=_("お名前"), max_length=60)
    email = forms.EmailField(
        label=_("メールアドレス"),
        required=False,
        max_length=254,
        help_text=_("分からなければ空けておけます。ご本人がリンクを開いた時に入れます。"),
    )


class Invite(Appointment, NameAndAddress):
    """A new person on the roster."""

    outside = forms.BooleanField(label=_("外部の方"), required=False)
    field_order = ("name", "email", "role", "outside", "department", "until_on")


class LastDay(forms.Form):
    """When somebody's membership ends."""

    until_on = DayField(label=_("最後の日"), help_text=_("この日の終わりまで使えます。"))


class Company(forms.Form):
    """The organisation's own settings."""

    name = forms.CharField(label=_("組織の名前"), max_length=100)
    kinds = forms.MultipleChoiceField(
        label=_("この組織は"),
        choices=[(kind.value, Noted(kind.label, note)) for kind, note in KIND_NOTES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("選んだものに合わせて、見える部屋が変わります。あとから変えられます。"),
    )
    headcount = forms.IntegerField(
        label=_("人数"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("役員・パート・派遣の方も入れて、だいたいで結構です。"),
    )

    def clean_kinds(self) -> list[OrganisationKind]:
        return [OrganisationKind(kind) for kind in self.cleaned_data["kinds"]]


class DepartmentName(forms.Form):
    name = forms.CharField(label=_("部門の名前"), max_length=60)


class NewToken(forms.Form):
    """An API token: what it is for, what it may, until when."""

    label = forms.CharField(label=_("何に使いますか"), max_length=60, help_text=_("例: 毎月の集計表"))
    permissions = forms.MultipleChoiceField(
        label=_("この鍵でできること"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("要るものだけを選びます。あなたができることより多くは渡せません。"),
    )
    expires_on = DayField(
        label=_("いつまで"),
        help_text=_(
            "長くて1年、管理の操作を含む鍵は31日です。2026/12/31 か 令和8年12月31日 のように書けます。"
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["permissions"]).choices = grouped(
            actor.permissions - NEVER_BY_TOKEN
        )

    def clean_permissions(self) -> list[Can]:
        return [Can(name) for name in self.cleaned_data["permissions"]]


class NewOrganisation(forms.Form):
    """The operator's form: an organisation and who will own it."""

    name = forms.CharField(label=_("組織の名前"), max_length=100)
    slug = forms.CharField(
        label=_("短い名前（アドレスに入ります）"),
        max_length=40,
        required=False,
        help_text=_(
            "半角の小文字・数字・ハイフン。例: kakuu-seiko。空けておくと、こちらで決めます。あとから変えられません。"
        ),
    )
    kinds = Company.base_fields["kinds"]
    owner_name = forms.CharField(label=_("経営者のお名前"), max_length=60)
    owner_email = forms.EmailField(label=_("経営者のメールアドレス"), required=False, max_length=254)

    def clean_kinds(self) -> list[OrganisationKind]:
        return [OrganisationKind(kind) for kind in self.cleaned_data["kinds"]]

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or free_slug(self.cleaned_data.get("name", ""))
