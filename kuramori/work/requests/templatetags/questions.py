"""What a question is called on paper: its number in the list, not its id."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from kuramori.work.requests.models import Gap
from kuramori.work.requests.reading.gaps import number_of

register = template.Library()


@register.filter
def question(gap: Gap) -> str:
    """問4; the id of the item where its list is not here, "" where the gap is about no question."""
    number = number_of(gap.pack_id, gap.item) if gap.item else ""
    return str(gap.item) if number == gap.item else _("問%(number)s") % {"number": number}
