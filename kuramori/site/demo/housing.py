"""The houses of the invented companies: zones on a floor plan, keys, visitors, and the people at their partners."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kuramori.ground.contacts.dealing import ContactWanted, add_contact
from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.freeze import freeze, in_force
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.outside import clock
from kuramori.press.png import png
from kuramori.work.places import keeping_keys, receiving, touring, zoning
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import Entry, Key, KeyKind, Place, PlaceKind, Visitor
from kuramori.work.places.wording import PROPOSED

PLANNED_ON = datetime.date(2025, 4, 7)
# Where things lie on the picture, in percents: left, top, width, height.
FRONT, FLOOR, ROOM = (3, 55, 28, 40), (34, 5, 63, 90), (3, 5, 28, 46)


@dataclass(frozen=True, slots=True)
class House:
    """`zone` is the shop floor, `room` what is locked; `keys`: number, name, what it opens, copies, who holds one."""

    site: str
    zone: str
    room: str
    keys: tuple[tuple[str, str, str, int, str], ...]
    guests: tuple[tuple[str, str, tuple[str, ...]], ...]
    contacts: tuple[tuple[str, str, str], ...]


HOUSES = {
    "kakuu-seiko": House(
        "本社",
        "加工現場",
        "書庫の区画",
        (
            ("K-01", "金庫の鍵", "金庫1", 2, "田所"),
            ("K-02", "書庫の鍵", "書庫2", 2, "森下"),
            ("K-03", "加工現場の通用口", "加工現場", 3, "山﨑"),
        ),
        (
            ("仮想重機株式会社", "図面の打合せ", ("江波 純", "久住 咲")),
            ("例示設備", "加工機の点検", ("名取 茂",)),
            ("見本金型株式会社", "工場見学", ("深見 淳", "奥寺 翔")),
        ),
        (("仮想重機株式会社", "𠮷見 拓", "調達部"), ("仮名商事株式会社", "塩見 薫", "営業")),
    ),
    "mihon-kanagata": House(
        "本社工場",
        "金型置場",
        "設計の区画",
        (("M-1", "書庫の鍵", "鍵つき書庫", 2, "櫛田"), ("M-2", "工場の玄関", "本社工場", 4, "深見")),
        (("架空精工株式会社", "試作の立会い", ("山﨑 文",)), ("例示運輸", "型の引取り", ("戸川 隆",))),
        (("架空精工株式会社", "森下 健一", "総務部"),),
    ),
    "reiji-hyomen": House(
        "第一工場",
        "めっきライン",
        "分析の区画",
        (
            ("R-01", "分析室の金庫", "分析室の金庫", 2, "仁科"),
            ("R-02", "薬品庫", "薬品庫", 3, "長峰"),
            ("R-03", "第一工場の門", "第一工場", 2, ""),
        ),
        (("仮想重機株式会社", "品質の監査", ("髙畑 真由", "須永 徹也")), ("例示薬品", "納品", ("浅利 実",))),
        (("仮想重機株式会社", "諸星 恵", "設計部"),),
    ),
    "kasou-juki": House(
        "本社",
        "試験場",
        "次期機種の区画",
        (("J-101", "設計金庫", "設計金庫", 2, "髙城"), ("J-102", "第3設計室", "第3設計室", 4, "諸星")),
        (("架空精工株式会社", "図面の打合せ", ("志村 亮",)), ("例示測器", "校正", ("瀬尾 樹",))),
        (("架空精工株式会社", "森下 健一", "総務部"), ("見本金型株式会社", "櫛田 典子", "総務")),
    ),
}

_DESKS = (
    (480, 90, 130, 80),
    (680, 90, 130, 80),
    (880, 90, 130, 80),
    (480, 330, 130, 120),
    (680, 330, 130, 120),
)
_SHELVES = ((480, 580, 330, 70), (60, 60, 60, 220), (140, 60, 200, 50), (80, 470, 180, 80))
_WALLS = "M20 20H1180V740H20ZM390 20V300M390 360V640M390 700V740M20 400H300M360 400H390"
PLAN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 760"><rect width="1200" height="760" fill="#ffffff"/>'
    f'<path fill="none" stroke="#333333" stroke-width="7" d="{_WALLS}"/><g fill="#eeeeee" stroke="#888888" '
    'stroke-width="3">'
    + "".join(f'<rect x="{x}" y="{y}" width="{w}" height="{h}"/>' for x, y, w, h in (*_DESKS, *_SHELVES))
    + "</g></svg>"
)


def house(slug: str, owner: Actor, steward: Actor, staff: Actor) -> None:
    """One company's house, in its scope, through the verbs; nothing where it has keys already."""
    told = HOUSES.get(slug)
    if told is None or Key.objects.exists():
        return
    with _at(PLANNED_ON, 9):
        site = Place.objects.get(name=told.site)
        zones = [_zone(steward, name, site) for name in ("受付・応接", told.zone, told.room)]
        _draw(steward, site, zones)
        _keys(steward, told, site)
        for kind, proposed in PROPOSED.items():
            freeze(steward, kind, title=str(proposed.title), body=str(proposed.body))
        wanted = touring.RouteWanted("短い見学コース", [(zones[0], True), (zones[1], False)])
        touring.approve_route(owner, touring.set_route(staff, wanted))
        for company, name, department in told.contacts:
            partner = Partner.objects.filter(name=company).first()
            if partner is not None:
                add_contact(steward, partner, ContactWanted(name, department))
    _visits(staff, steward, told)


def _zone(actor: Actor, name: str, site: Place) -> Place:
    found = Place.objects.filter(name=name, kind=PlaceKind.ZONE).first()
    return found or add_place(actor, PlaceKind.ZONE, site, Particulars(name=name))


def _draw(actor: Actor, site: Place, zones: list[Place]) -> None:
    drawing = zoning.put_drawing(actor, site, name="見取り図.png", chunks=[png(PLAN, width=1200)])
    rules = ((FRONT, Entry.ESCORTED, True), (FLOOR, Entry.STAFF, False), (ROOM, Entry.NAMED, False))
    for zone, (where, entry, photos) in zip(zones, rules, strict=True):
        zoning.draw_zone(actor, drawing, zone, zoning.rectangle(*where))
        zoning.set_rule(actor, zone, entry, photos=photos)
    for person in Person.objects.filter(account__isnull=False).order_by("name")[:3]:
        zoning.entitle(actor, zones[2], person, reason="担当のため")


def _keys(actor: Actor, told: House, site: Place) -> None:
    for number, name, opens, copies, holder in told.keys:
        place = Place.objects.filter(name=opens).first() or site
        key = keeping_keys.add_key(
            actor, keeping_keys.KeyWanted(number, name, KeyKind.METAL, [place], copies, box="事務所の鍵箱")
        )
        person = Person.objects.filter(name__startswith=holder).order_by("name").first() if holder else None
        if person is not None:
            keeping_keys.lend_key(actor, key.copies.get(mark="1"), person)
    with _at(datetime.date(2026, 4, 6), 16):
        there = {copy.pk: (True, "") for copy in keeping_keys.in_use()}
        keeping_keys.count_keys(actor, there)


def _visits(staff: Actor, steward: Actor, told: House) -> None:
    """The last five weeks, one guest whose way out nobody noted, one visit of today and one of next week."""
    today = clock.today()
    host = Person.objects.get(pk=str(staff.person_id))
    # Oldest first: a badge that is still worn cannot have been given to somebody before.
    for week, (company, purpose, names) in reversed(list(enumerate(told.guests * 2))):
        day = today - datetime.timedelta(days=3 + week * 8)
        with _at(day, 9):
            visit = receiving.announce(staff, receiving.VisitWanted(company, purpose, host, day, names))
        for n, guest in enumerate(visit.visitors.order_by("name"), start=1):
            with _at(day, 13):
                receiving.receive(staff, guest, _arrival(f"{n}", "ノートPC" if n == 1 else ""))
            is_forgotten = week == 0 and n == len(names)
            if not is_forgotten:
                with _at(day, 15):
                    receiving.see_off(staff, guest)
    for ahead, (company, purpose, names) in zip((0, 6), told.guests, strict=False):
        day = today + datetime.timedelta(days=ahead)
        wanted = receiving.VisitWanted(company, purpose, host, day, names, at=datetime.time(13, 30))
        receiving.announce(steward, wanted)
    month = (today.replace(day=1) - datetime.timedelta(days=40)).replace(day=1)
    if Visitor.objects.filter(arrived_at__isnull=False).exists():
        receiving.check_log(steward, month, note="名札の番号がすべて書かれていた。")


def _arrival(badge: str, devices: str) -> receiving.Arrival:
    rule, pledge = in_force(receiving.RULE), in_force(receiving.PLEDGE)
    return receiving.Arrival(
        badge=badge,
        devices=devices,
        rule=rule.sha256 if rule else "",
        pledge=pledge.sha256 if pledge else "",
    )


def _at(day: datetime.date, hour: int):  # type: ignore[no-untyped-def]  # a context manager of the clock's
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(hour), clock.TOKYO))
