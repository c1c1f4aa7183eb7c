"""The page that tells who may do what is the code's own account of it."""

from __future__ import annotations

from kuramori.ground.people.permission_words import GROUPS, WORDS, group_of, grouped
from kuramori.ground.people.roles import PERMISSIONS, ROLE_LABELS, ROLE_NOTES, Can, Role
from kuramori.ground.people.roles_page import COMMAND, text
from tests.house import tree

PAGE = tree.ROOT / "docs" / "reference" / "roles.md"


def test_the_page_of_roles_is_as_the_code_says() -> None:
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    assert written == text(), f"docs/reference/roles.md is stale. Make it anew: {COMMAND}"


def test_every_permission_has_words_and_a_heading() -> None:
    assert WORDS.keys() == set(Can)
    assert all(group_of(can) for can in Can)
    assert {can for _, choices in grouped(set(Can)) for can, _ in choices} == {can.value for can in Can}
    assert {str(heading) for heading in GROUPS.values()} == {group_of(can) for can in Can}


def test_every_role_has_a_name_a_note_and_something_it_may_do() -> None:
    assert ROLE_LABELS.keys() == ROLE_NOTES.keys() == PERMISSIONS.keys() == set(Role)
    assert all(PERMISSIONS.values())


def test_auditors_and_experts_change_no_organisation_and_nobodys_role() -> None:
    changing = {
        Can.ORGANISATION_CHANGE,
        Can.PEOPLE_INVITE,
        Can.PEOPLE_CHANGE,
        Can.TOKEN_ISSUE,
        Can.SHEET_FINALISE,
    }
    for role in (Role.AUDITOR, Role.EXPERT, Role.SECTION, Role.STAFF):
        assert not changing & PERMISSIONS[role]


def test_what_an_auditor_may_do_changes_nothing() -> None:
    assert {can.value.rsplit(":", 1)[1] for can in PERMISSIONS[Role.AUDITOR]} <= {
        "read",
        "read_top",
        "make",
        "export",
    }
