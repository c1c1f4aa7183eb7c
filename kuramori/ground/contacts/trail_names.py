"""What the trail calls partners and the people there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.contacts.models import Contact, Partner, PartnerDraft, Site
from kuramori.ground.people.named import day_of, found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register

register("partner", _("取引先"), rows_of(Partner, lambda row: row.name, can=Can.PARTNER_READ))
register(
    "contact", _("取引先の方"), rows_of(Contact, lambda row: row.name, can=Can.PARTNER_READ), tells_who=True
)
register("site", _("拠点"), rows_of(Site, lambda row: row.name, can=Can.PARTNER_READ))
register("partner_file", _("取引先のファイル"), rows_of(PartnerDraft, lambda row: day_of(row.made_at)))

finding.register("partner", found_in(Partner, "words", can=Can.PARTNER_READ))
finding.register("contact", found_in(Contact, "name", can=Can.PARTNER_READ))
