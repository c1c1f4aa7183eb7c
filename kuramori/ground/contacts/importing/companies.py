"""Rows become companies: a company may take several rows, one for each of its sites or people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuramori.ground.contacts.importing.columns import LABELS
from kuramori.ground.contacts.importing.lines import Fault, Line
from kuramori.rules.company_names import plain_company

OWN = ("code", "name", "kana", "corporate_number", "direction", "kinds", "tags", "tier", "tier_said_by",
       "tier_said_on", "note")  # fmt: skip
PERSON = ("department", "role", "email", "telephone")


@dataclass(slots=True)
class Company:
    """`said` are the fields of the company itself; `sites` and `people` what was said of each, the name at least."""

    rows: list[int]
    said: dict[str, Any]
    sites: list[dict[str, str]] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.said.get("name", ""))


def companies_of(lines: Sequence[Line]) -> list[Company]:
    """In the order in which they first stand. Rows that contradict one another are faults of their company."""
    found: dict[tuple[str, str], Company] = {}
    every: list[Company] = []
    for line in lines:
        keys = list(_keys(line.said))
        same = {id(found[key]): found[key] for key in keys[:1] if key in found}
        company = next(iter(same.values()), None)
        if company is None:
            company = Company([], {})
            every.append(company)
        for key in keys:
            found.setdefault(key, company)
        _add(company, line)
    _name_doubles(every)
    for company in every:
        if not company.name and not company.faults:
            company.faults.append(Fault(company.rows[0], str(LABELS["name"]), _("会社名が空です。")))
    return every


def _keys(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """By what a company is known, the surest first."""
    for name in ("code", "corporate_number"):
        if said.get(name):
            yield name, said[name]
    if said.get("name") and not said.get("code") and not said.get("corporate_number"):
        yield "name", plain_company(said["name"])


def _add(company: Company, line: Line) -> None:
    company.rows.append(line.row)
    company.faults += line.faults
    for name in OWN:
        if name not in line.said:
            continue
        before = company.said.setdefault(name, line.said[name])
        if before != line.said[name]:
            reason = _("同じ会社の%(row)s行目と違うことが書かれています。どちらかに揃えてください。") % {
                "row": company.rows[0]
            }
            company.faults.append(Fault(line.row, str(LABELS[name]), reason))
    _add_there(company, line)


def _add_there(company: Company, line: Line) -> None:
    said = line.said
    if said.get("site") or said.get("address"):
        site = {"name": said.get("site") or _("本社")}
        _put(company.sites, site | _only(said, ("address",)), told_apart_by="address")
    if said.get("person") or said.get("telephone") or said.get("email"):
        person = {"name": said.get("person") or _("代表")}
        _put(company.people, person | _only(said, PERSON), told_apart_by="email")


def _only(said: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {name: said[name] for name in names if said.get(name)}


def _put(among: list[dict[str, str]], one: dict[str, str], *, told_apart_by: str) -> None:
    """A second row of the same one adds to it; another one of that name stands beside it."""
    mark = one.get(told_apart_by)
    for there in among:
        if there["name"] == one["name"] and there.get(told_apart_by, mark) == (
            mark or there.get(told_apart_by)
        ):
            there |= one
            return
    among.append(one)


def _name_doubles(every: Sequence[Company]) -> None:
    """Two companies of one file that share a code or a number under different keys: the later one is at fault."""
    for name in ("code", "corporate_number"):
        seen: dict[str, Company] = {}
        for company in every:
            value = company.said.get(name)
            first = seen.setdefault(value, company) if value else company
            if first is not company:
                reason = _(
                    "%(row)s行目の「%(name)s」と同じです。1つの会社なら、会社名とコードを揃えてください。"
                )
                told = reason % {"row": first.rows[0], "name": first.name}
                company.faults.append(Fault(company.rows[0], str(LABELS[name]), told))
