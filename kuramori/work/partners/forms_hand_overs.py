"""What people type about 提供, what came in, and occasions."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.days import DayField
from kuramori.ground.people.roster import roster
from kuramori.outside import clock
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger import grades
from kuramori.work.ledger.models import Asset, Grade, Layer, Stage
from kuramori.work.partners import reaching
from kuramori.work.partners.hand_over_wanted import MEDIA_OF, MOST_ITEMS
from kuramori.work.partners.models import ItemState, Medium, Mode, TheirWay
from kuramori.work.partners.paper_field import PaperField
from kuramori.work.partners.reading.hand_overs import agreements_with
from kuramori.work.partners.receiving import Thing
from kuramori.work.places.models import Place, Visit
from kuramori.work.places.reading.visits import routes_offered

MOST_OFFERED = 30
NUMBERS = re.compile(r"[\s,、，/]+")
UNCHOSEN = gettext_lazy("選ばない")


def asset_lines(words: str = "") -> list[tuple[str, str]]:
    """Assets that may be offered: those that are shared at all. What is 極秘 is asked for by its number."""
    rows = Asset.objects.filter(stage=Stage.ADMITTED).exclude(layer=Layer.NEVER).exclude(grade=Grade.TOP)
    for word in words.split()[:6]:
        rows = rows.filter(Q(number__icontains=word) | Q(name__icontains=word))
    names = grades.names()
    return [
        (str(row.pk), f"{row.number} {row.name}（{names[row.grade]}・{row.get_layer_display()}）")
        for row in rows.order_by("number")[:MOST_OFFERED]
    ]


def people_choices(first: str) -> list[tuple[str, str]]:
    """Everybody who is here today, after an empty choice that reads `first`."""
    here = [(str(one.id), f"{one.name} {one.department}".strip()) for one in roster().here]
    return [("", first), *here]


class HandOverForm(forms.Form):
    """A hand-over to one partner: what, to whom, for what, how, until when."""

    assets = forms.MultipleChoiceField(
        label=gettext_lazy("渡すもの"), required=False, widget=forms.CheckboxSelectMultiple
    )
    numbers = forms.CharField(
        label=gettext_lazy("管理番号で足す"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("一覧にないものは、管理番号を空白で区切って書きます。例：K-001 K-014"),
    )
    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("受け取る方"), widget=forms.CheckboxSelectMultiple, required=False
    )
    purpose = forms.CharField(
        label=gettext_lazy("何のために"),
        max_length=200,
        help_text=gettext_lazy("契約の目的と比べます。契約の言葉のまま書くと確かです。"),
        widget=forms.TextInput(attrs={"list": "purposes", "autocomplete": "off"}),
    )
    mode = forms.ChoiceField(label=gettext_lazy("渡し方"), widget=forms.RadioSelect)
    medium = forms.ChoiceField(
        label=gettext_lazy("形"),
        required=False,
        choices=[("", gettext_lazy("渡し方にあわせる")), *Medium.choices],
    )
    way = forms.ChoiceField(
        label=gettext_lazy("相手の指定の方法"),
        required=False,
        choices=[("", gettext_lazy("まだ選んでいない")), *TheirWay.choices],
        help_text=gettext_lazy("渡し方が「相手の指定の方法」のときだけ選びます。"),
    )
    agreement = forms.ChoiceField(
        label=gettext_lazy("もとになる契約"),
        required=False,
        help_text=gettext_lazy("選ばないと、判断のもとになった契約が入ります。"),
    )
    visit = forms.ChoiceField(
        label=gettext_lazy("来訪"),
        required=False,
        help_text=gettext_lazy("渡し方が「来ていただいて見せる」のときに選びます。"),
    )
    expires_on = DayField(label=gettext_lazy("使ってよい最後の日"), required=False)
    return_by = DayField(label=gettext_lazy("返してもらう日"), required=False)

    def __init__(self, data: Any, actor: Any, partner: Partner, *, words: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.actor, self.partner = actor, partner
        offered = dict(asset_lines(words))
        offered |= _asked_for(actor, (self.initial.get("assets") or []), data)
        self._choose("assets", list(offered.items()))
        people = Contact.objects.filter(partner=partner, retired_on__isnull=True).order_by("name")
        self._choose(
            "contacts",
            [
                (str(one.pk), " ".join(part for part in (one.name, one.department, one.role) if part))
                for one in people
            ],
        )
        self.why_no_page = reaching.why_not()
        modes = [
            (one.value, str(one.label)) for one in Mode if one != Mode.SHARE_PAGE or not self.why_no_page
        ]
        self._choose("mode", modes)
        # Chosen on a page that was opened while it was still offered: the reason, not "not a valid choice".
        self.fields["mode"].error_messages["invalid_choice"] = (
            _("この渡し方は選べません。%(why)s") % {"why": self.why_no_page}
        ).strip()
        self._choose("agreement", [("", str(_("判断のもとになる契約"))), *agreements_with(partner.pk)])
        coming = Visit.objects.filter(on__gte=clock.today(), cancelled_at__isnull=True).order_by("on")[:100]
        self._choose(
            "visit",
            [
                ("", str(UNCHOSEN)),
                *((str(one.pk), f"{one.on:%Y/%m/%d} {one.company} {one.purpose}") for one in coming),
            ],
        )

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        keys = [uuid.UUID(one) for one in given.get("assets") or []]
        typed = [
            one for one in NUMBERS.split(unicodedata.normalize("NFKC", given.get("numbers") or "")) if one
        ]
        if len(keys) + len(typed) > MOST_ITEMS:
            self.add_error(
                "numbers", _("一度に渡せるのは%(n)s件までです。分けてください。") % {"n": MOST_ITEMS}
            )
            return given
        rows = ledger_access.assets_seen_by(self.actor).filter(Q(pk__in=keys) | Q(number__in=typed))
        found = {row.number: row for row in rows.order_by("number")}
        # A masked one is as unknown here as one that is not there.
        missing = [one for one in typed if one not in found or found[one].is_masked]
        if missing:
            self.add_error(
                "numbers", _("台帳に見つかりません：%(numbers)s") % {"numbers": "、".join(missing[:10])}
            )
        given["found"] = [row for row in found.values() if not row.is_masked]
        # Everything that is missing at once, in the words of the verb.
        if not keys and not typed:
            self.add_error("assets", _("渡すものを1つは選んでください。"))
        if not given.get("contacts") and "contacts" not in self.errors:
            self.add_error("contacts", _("受け取る方を1人は選んでください。会社あてには渡せません。"))
        mode = given.get("mode")
        if mode and not given.get("medium"):
            given["medium"] = MEDIA_OF[Mode(mode)][0]
        return given


def _asked_for(actor: Any, initial: Sequence[str], data: Any) -> dict[str, str]:
    """Whatever was chosen before stays in the list, also where a search would leave it out."""
    wanted = [*initial, *(data.getlist("assets") if data is not None else [])]
    keys = []
    for one in wanted[:MOST_ITEMS]:
        try:
            keys.append(uuid.UUID(one))
        except ValueError:
            continue
    rows = [row for row in ledger_access.assets_seen_by(actor).filter(pk__in=keys) if not row.is_masked]
    names = grades.names()
    # By its number alone where the name is itself a secret: a choice is no look.
    return {
        str(row.pk): f"{row.number} {'' if row.grade == Grade.TOP else row.name}"
        f"（{names[row.grade]}・{row.get_layer_display()}）"
        for row in rows
    }


class DaysForm(forms.Form):
    """Other days."""

    expires_on = DayField(label=gettext_lazy("使ってよい最後の日"), required=False)
    return_by = DayField(label=gettext_lazy("返してもらう日"), required=False)


class CheckForm(forms.Form):
    """A check that somebody saw to."""

    code = forms.CharField(max_length=20)
    done = forms.CharField(required=False, max_length=1)
    on = DayField(required=False)
    words = forms.CharField(required=False, max_length=120)


class OfferForm(forms.Form):
    copies = forms.IntegerField(
        label=gettext_lazy("写しの部数"), required=False, min_value=1, max_value=20, initial=1
    )


class GiveForm(forms.Form):
    """It went."""

    on = DayField(label=gettext_lazy("渡した日"), required=False)
    carried = forms.CharField(
        label=gettext_lazy("どう渡したか"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("例：ポータルの受付番号、宅配の伝票番号、手渡しの場所"),
    )


class ReceiptForm(forms.Form):
    """A receipt: who signed, when, and the slip."""

    on = DayField(label=gettext_lazy("受け取った日"))
    people = forms.MultipleChoiceField(
        label=gettext_lazy("受け取った方"), required=False, widget=forms.CheckboxSelectMultiple
    )
    file = PaperField(
        label=gettext_lazy("受領書のファイル"),
        required=False,
        help_text=gettext_lazy("署名のある紙の写真かPDF。20MBまで。"),
    )

    def __init__(self, data: Any, files: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["people"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]


class AcknowledgeForm(forms.Form):
    """What a partner announced came: to whom, when, and what is missing of it."""

    people = forms.TypedMultipleChoiceField(coerce=str)
    on = DayField(required=False)
    note = forms.CharField(required=False, max_length=200)

    def __init__(self, data: Any, people: Sequence[Any]) -> None:
        super().__init__(data)
        self.fields["people"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """What became of one thing."""

    became = forms.ChoiceField(
        label=gettext_lazy("どうなったか"),
        choices=[one for one in ItemState.choices if one[0] != ItemState.OUT],
    )
    on = DayField(label=gettext_lazy("その日"))
    kept_until = DayField(label=gettext_lazy("いつまで残すか"), required=False)
    kept_for = forms.CharField(label=gettext_lazy("残すわけ"), required=False, max_length=200)


class StopForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("取りやめるわけ"), max_length=200)


class ReceivedForm(forms.Form):
    """What came from a partner."""

    things = forms.CharField(
        label=gettext_lazy("受け取ったもの"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("1行に1つ。番号や版は「｜」で区切って続けます。例：支持板の図面｜D-7731｜B版"),
    )
    grade = forms.CharField(
        label=gettext_lazy("相手の付けた区分"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("書いてあるとおりに。例：Confidential、秘"),
    )
    layer = forms.ChoiceField(
        label=gettext_lazy("相手が決めた共有の範囲"),
        choices=[
            (Layer.NDA.value, gettext_lazy("契約の範囲だけ（ふつうはこちら）")),
            (Layer.OPEN.value, gettext_lazy("ほかへ見せてもよいと言われた")),
        ],
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("受け取った社内の方"), widget=forms.SelectMultiple(attrs={"size": 6})
    )
    purpose = forms.CharField(label=gettext_lazy("何のために預かったか"), max_length=200)
    received_on = DayField(label=gettext_lazy("受け取った日"))
    medium = forms.ChoiceField(label=gettext_lazy("形"), choices=Medium.choices)
    carried = forms.CharField(label=gettext_lazy("どう届いたか"), max_length=200, required=False)
    agreement = forms.ChoiceField(label=gettext_lazy("もとになる契約"), required=False)
    expires_on = DayField(label=gettext_lazy("使ってよい最後の日"), required=False)
    return_by = DayField(label=gettext_lazy("返す日"), required=False)

    def __init__(self, data: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._choose("people", people_choices("")[1:])
        self._choose("agreement", [("", str(UNCHOSEN)), *agreements_with(partner.pk)])

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_things(self) -> list[Thing]:
        lines = [one.strip() for one in self.cleaned_data["things"].splitlines() if one.strip()]
        if not lines:
            raise ValidationError(_("受け取ったものの名前を、1行に1つ書いてください。"))
        return [_thing(one) for one in lines]


def _thing(line: str) -> Thing:
    parts = [one.strip() for one in line.replace("|", "｜").split("｜")]
    name, number, edition = (*parts, "", "")[:3]
    return Thing(name, number, edition)


class EnterForm(forms.Form):
    """How something that came is entered in the ledger."""

    what = forms.CharField(
        label=gettext_lazy("何が秘密か"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("どの部分が秘密かを一文で。秘密そのものは書きません。"),
    )
    grade = forms.ChoiceField(label=gettext_lazy("社内の秘密区分"))
    layer = forms.ChoiceField(label=gettext_lazy("共有区分"), choices=Layer.choices, initial=Layer.NEVER)
    place = forms.ChoiceField(label=gettext_lazy("保管場所"))
    keeper = forms.ChoiceField(label=gettext_lazy("保管する人"))

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._choose("grade", list(grades.names().items()))
        places = Place.objects.filter(retired_on__isnull=True).order_by("path").values_list("pk", "path")
        self._choose("place", [(str(pk), path) for pk, path in places])
        self._choose("keeper", people_choices(_("選んでください")))

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class OccasionForm(forms.Form):
    """An occasion of a kind; what is left empty comes from the kind."""

    title = forms.CharField(
        label=gettext_lazy("名前"),
        max_length=120,
        help_text=gettext_lazy("例：見本市（名古屋）、仮想重機の工場監査"),
    )
    on = DayField(label=gettext_lazy("いつから"))
    until_on = DayField(label=gettext_lazy("いつまで"), required=False)
    partner = forms.ChoiceField(label=gettext_lazy("取引先"), required=False)
    visit = forms.ChoiceField(label=gettext_lazy("来訪"), required=False)
    route = forms.ChoiceField(label=gettext_lazy("見学コース"), required=False)
    keeper = forms.ChoiceField(label=gettext_lazy("まとめる人"), required=False)
    may_show = forms.CharField(
        label=gettext_lazy("見せてよいこと・話してよいこと"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("1行に1つ。空けておくと、この種類の目安が入ります。"),
    )
    never_show = forms.CharField(
        label=gettext_lazy("見せないこと・話さないこと"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    follow_up_on = DayField(label=gettext_lazy("後の確認の日"), required=False)

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        none = ("", str(UNCHOSEN))
        rows = Partner.objects.filter(retired_on__isnull=True).order_by("sorts_as", "pk")
        self._choose("partner", [none, *((str(pk), name) for pk, name in rows.values_list("pk", "name"))])
        coming = Visit.objects.filter(on__gte=clock.today(), cancelled_at__isnull=True).order_by("on")[:100]
        self._choose("visit", [none, *((str(one.pk), f"{one.on:%Y/%m/%d} {one.company}") for one in coming)])
        self._choose("route", [none, *[one for one in routes_offered() if one[0]]])
        self._choose("keeper", people_choices(str(UNCHOSEN)))
        for name in ("partner", "visit", "route", "keeper"):
            kept = self.initial.get(name)
            if kept and str(kept) not in {one[0] for one in self.fields[name].choices}:  # type: ignore[attr-defined]
                self.initial[name] = ""

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    found = forms.CharField(
        label=gettext_lazy("見せたもの・話したこと・気づいたこと"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def asset_ids(values: Sequence[str]) -> list[str]:
    """Ids in an address that are ids at all."""
    found = []
    for one in values[:MOST_ITEMS]:
        try:
            found.append(str(uuid.UUID(one)))
        except ValueError:
            continue
    return found
