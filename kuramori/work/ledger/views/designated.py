"""A partner's own words for grades: telling them, and choosing one for a received item."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.contacts.dealing import LONGEST_WORD, NoLonger, name_grades
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import again, go
from kuramori.work.ledger import grades
from kuramori.work.ledger.consent import weight
from kuramori.work.ledger.designated import Word, words_of
from kuramori.work.ledger.models import Grade, Unit

LINES = 6


class SchemeForm(forms.Form):
    """Up to six words of a partner, each with our grade for it."""

    def __init__(self, data: object, words: tuple[Word, ...], names: dict[str, str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for at in range(max(LINES, len(words))):
            stands = words[at] if at < len(words) else None
            self.fields[f"word_{at}"] = forms.CharField(
                label=_("相手の呼び方 %(n)s") % {"n": at + 1},
                max_length=LONGEST_WORD,
                required=False,
                initial=stands.word if stands else "",
            )
            self.fields[f"grade_{at}"] = forms.ChoiceField(
                label=_("こちらの区分 %(n)s") % {"n": at + 1},
                choices=[("", _("選んでください")), *names.items()],
                required=False,
                initial=stands.grade if stands else "",
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"word_{at}"], self[f"grade_{at}"]) for at in range(len(self.fields) // 2)]

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        for at in range(len(self.fields) // 2):
            if given.get(f"word_{at}") and not given.get(f"grade_{at}"):
                self.add_error(f"grade_{at}", _("こちらのどの区分に当たるかを選んでください。"))
        return given

    @property
    def scheme(self) -> dict[str, str]:
        given = self.cleaned_data
        pairs = ((given[f"word_{at}"], given[f"grade_{at}"]) for at in range(len(self.fields) // 2))
        return {word: grade for word, grade in pairs if word}


@require_http_methods(["GET", "HEAD", "POST"])
def scheme(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/schemes/<partner>/`: what this partner calls its grades, and what each means here."""
    partner = partner_for(request.actor, id, Can.PARTNER_CHANGE)
    names = grades.names()
    form = SchemeForm(
        request.POST if request.method == "POST" else None, words_of(partner.scheme, names), names
    )
    if not (form.is_bound and form.is_valid()):
        return again(request, "ledger/scheme.html", {"form": form, "partner": partner})
    try:
        name_grades(request.actor, partner, form.scheme)
    except NoLonger:
        messages.warning(request, _("取引を終えた相手です。何も変えていません。"))
    else:
        messages.success(request, _("「%(partner)s」の呼び方を控えました。") % {"partner": partner.name})
    return go(request, "contacts:partner", id=partner.pk)


def with_word(posted: QueryDict, words: tuple[Word, ...]) -> QueryDict:
    """What was typed, with the chosen word, and with our grade for it where a lighter one was chosen."""
    data = posted.copy()
    chosen = next((one for one in words if one.word == posted.get("take_word")), None)
    if chosen is None:
        return data
    data["designated_grade"] = chosen.word
    typed = data.get("grade", "")
    if typed not in Grade.values or weight(typed) > weight(chosen.grade):
        data["grade"] = chosen.grade
    if data["grade"] == Grade.TOP:
        data["unit"] = Unit.ITEM.value
    return data
