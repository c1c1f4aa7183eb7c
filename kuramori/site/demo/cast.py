"""Who lives in the world of the demonstration. Every name is invented."""

from __future__ import annotations

from dataclasses import dataclass

from kuramori.ground.people.models import OrganisationKind
from kuramori.ground.people.roles import Role


@dataclass(frozen=True, slots=True)
class Somebody:
    """`mail` is the part before the @ of an address that leads nowhere (.example); None: on the roster only."""

    name: str
    role: Role
    department: str | None = None
    mail: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Company:
    slug: str
    name: str
    kinds: tuple[OrganisationKind, ...]
    headcount: int
    people: tuple[Somebody, ...]

    @property
    def owner(self) -> Somebody:
        return self.people[0]

    def somebody(self, role: Role) -> Somebody:
        return next(person for person in self.people if person.role is role)


COMPANY, PRIME = OrganisationKind.COMPANY, OrganisationKind.PRIME

COMPANIES = (
    Company(
        slug="kasou-juki",
        name="仮想重機株式会社",
        kinds=(COMPANY, PRIME),
        headcount=2400,
        people=(
            Somebody("大隅 正臣", Role.OWNER, "経営企画部", "osumi"),
            Somebody("髙城 美和", Role.STEWARD, "情報セキュリティ部", "takashiro"),
            Somebody("𠮷見 拓", Role.SECTION, "調達部", "yoshimi"),
            Somebody("諸星 恵", Role.STAFF, "設計部", "morohoshi"),
            Somebody("浜名 良子", Role.AUDITOR, "監査室", "hamana"),
        ),
    ),
    Company(
        slug="kakuu-seiko",
        name="架空精工株式会社",
        kinds=(COMPANY,),
        headcount=22,
        people=(
            Somebody("田所 勝", Role.OWNER, None, "tadokoro"),
            Somebody("森下 健一", Role.STEWARD, "総務部", "morishita"),
            Somebody("山﨑 文", Role.SECTION, "製造部", "yamasaki"),
            Somebody("西村 直", Role.STAFF, "製造部", "nishimura"),
            Somebody("志村 亮", Role.STAFF, "設計部", "shimura"),
            Somebody("三枝 和子", Role.AUDITOR, None, "saegusa"),
            Somebody("岩永 徹", Role.EXPERT, None, "iwanaga", until="2027-03-31"),
            Somebody("大月 進", Role.STAFF, "製造部"),
        ),
    ),
    Company(
        slug="mihon-kanagata",
        name="見本金型株式会社",
        kinds=(COMPANY,),
        headcount=14,
        people=(
            Somebody("櫛田 誠", Role.OWNER, None, "kushida"),
            Somebody("櫛田 典子", Role.STEWARD, "総務", "noriko"),
            Somebody("深見 淳", Role.SECTION, "金型課", "fukami"),
            Somebody("奥寺 翔", Role.STAFF, "金型課", "okudera"),
        ),
    ),
    Company(
        slug="reiji-hyomen",
        name="例示表面処理㈱",
        kinds=(COMPANY,),
        headcount=37,
        people=(
            Somebody("黒瀬 保", Role.OWNER, None, "kurose"),
            Somebody("仁科 葵", Role.STEWARD, "品質保証課", "nishina"),
            Somebody("長峰 剛", Role.SECTION, "めっき課", "nagamine"),
            Somebody("及川 真理", Role.STAFF, "めっき課", "oikawa"),
            Somebody("堀内 実", Role.AUDITOR, None, "horiuchi"),
        ),
    ),
)
