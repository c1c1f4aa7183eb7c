"""Organisations, accounts, the roster, and who held which role on which day."""

from kuramori.ground.people.models.account import Account, AccountManager
from kuramori.ground.people.models.credentials import Token
from kuramori.ground.people.models.employment import Employment, Kind, Leaving, Placement, RosterDraft
from kuramori.ground.people.models.key import OrganisationKey
from kuramori.ground.people.models.link import Invitation, InvitationPurpose, Link, LinkCode, LinkTries
from kuramori.ground.people.models.organisation import Organisation, OrganisationKind
from kuramori.ground.people.models.roster import Department, DepartmentTerm, Membership, Person

__all__ = [
    "Account",
    "AccountManager",
    "Department",
    "DepartmentTerm",
    "Employment",
    "Invitation",
    "InvitationPurpose",
    "Kind",
    "Leaving",
    "Link",
    "LinkCode",
    "LinkTries",
    "Membership",
    "Organisation",
    "OrganisationKey",
    "OrganisationKind",
    "Person",
    "Placement",
    "RosterDraft",
    "Token",
]
