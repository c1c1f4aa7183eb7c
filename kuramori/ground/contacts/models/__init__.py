"""Companies one deals with, their sites, and the people there."""

from kuramori.ground.contacts.models.draft import PartnerDraft, PartnerHeading
from kuramori.ground.contacts.models.partner import Apart, Contact, Partner, Site

__all__ = ["Apart", "Contact", "Partner", "PartnerDraft", "PartnerHeading", "Site"]
