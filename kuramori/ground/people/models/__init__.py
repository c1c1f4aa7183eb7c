"""Organisations, accounts, the roster, and who held which role on which day."""

from kuramori.ground.people.models.account import Account, AccountManager
from kuramori.ground.people.models.credentials import Invitation, InvitationPurpose, Token
from kuramori.ground.people.models.organisation import Organisation, OrganisationKind
from kuramori.ground.people.models.roster import Department, Membership, Person

__all__ = [
    "Account",
    "AccountManager",
    "Department",
    "Invitation",
    "InvitationPurpose",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Token",
]
