"""What the invented companies close together with their partners: gaps at every stage, and talks about the cost."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.rules.statements.bodies_asking import GapStep, TalkStep
from kuramori.work.partners.channels import carrying
from kuramori.work.partners.models import Channel
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping.moving import Saying, move, write_note
from kuramori.work.requests.gapping.opening import Wanted, open_by_hand
from kuramori.work.requests.models import Consultation, Gap, HelpState, Side
from kuramori.work.requests.supporting import collecting, helping, visiting

Standing = Callable[[str], AbstractContextManager[None]]
# Step, on which day, and what was said; a step of the other side names who said it.
Told = tuple[GapStep, str, Saying]


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


BY_PHONE = "仁科 葵"
CASES: dict[str, tuple[tuple[str, str, Wanted, tuple[Told, ...]], ...]] = {
    "kasou-juki": (
        (
            "例示表面処理㈱",
            "2026-10-14",
            Wanted("図面を鍵のかかる所に置く", "試作の図面をお預けするため。いまは作業台に出たままです。", 2, 0, True),
            (
                (GapStep.PROPOSED, "2026-10-21", Saying(
                    plan="鍵付きの図面棚を検査室に置き、出し入れを帳面に書く", plan_on=_day("2026-12-18"),
                    interim="それまでは、図面を渡さずに画面で見るだけにする", person=BY_PHONE)),
                (GapStep.AGREED, "2026-10-23", Saying()),
                (GapStep.STARTED, "2026-11-04", Saying(person=BY_PHONE)),
            ),
        ),
        (
            "例示表面処理㈱",
            "2026-10-14",
            Wanted("見てよい人を名前で決める", "新しい処理条件は、知る人を少なくしておきたいため。", 2, 1),
            (
                (GapStep.PROPOSED, "2026-11-10", Saying(
                    plan="めっき課の5名を名簿にして、貼り出す", plan_on=_day("2026-12-04"), person=BY_PHONE)),
            ),
        ),
        (
            "見本金型株式会社",
            "2026-10-14",
            Wanted("使い終わった図面を返すか、廃棄して知らせる", "型の修理が済んだ後も、図面が残っているため。", 2, 1),
            (
                (GapStep.PROPOSED, "2026-10-20", Saying(
                    plan="半年ごとに棚卸しをして、要らない図面をまとめて返す", plan_on=_day("2026-11-13"),
                    person="櫛田 典子")),
                (GapStep.AGREED, "2026-10-22", Saying()),
                (GapStep.EVIDENCE, "2026-11-12", Saying(words="図面41枚を返しました。返却の控えがあります。",
                    person="櫛田 典子")),
            ),
        ),
        (
            "架空精工株式会社",
            "2026-09-08",
            Wanted("従業員への教育を年1回行う", "図面を扱う方が増えたため。", 2, 1),
            (
                (GapStep.PROPOSED, "2026-09-15", Saying(
                    plan="朝礼で10分、毎月1つずつ話す。出た人を残す", plan_on=_day("2026-10-30"),
                    person="森下 健一")),
                (GapStep.ACCEPTED, "2026-11-05", Saying(
                    words="年1回の集合教育の代わりに、毎月の朝礼と記録で足りると認めました。")),
            ),
        ),
        (
            "架空精工株式会社",
            "2026-09-08",
            Wanted("出入口に指定の製品の電子錠を付ける", "工場の出入りを残すため。"),
            ((GapStep.WITHDRAWN, "2026-09-24", Saying(
                words="指定の製品までは要りませんでした。鍵の帳面で足ります。求めすぎでした。")),),
        ),
    ),
}  # fmt: skip


def close_gaps(slug: str, steward: Actor, standing_on: Standing) -> None:
    """One company's, inside its scope."""
    for name, on, wanted, moves in CASES.get(slug, ()):
        partner = Partner.objects.filter(name=name).first()
        if partner is None:
            continue
        with standing_on(on):
            gap = open_by_hand(steward, partner, wanted)
        for step, day, saying in moves:
            with standing_on(day):
                part = Side.ASKED if saying.person else None
                gap = move(steward, gap, step, saying, revision=gap.revision, part=part)
    first = Gap.objects.filter(partner__name="例示表面処理㈱").order_by("number").first()
    if slug != "kasou-juki" or first is None:
        return
    with standing_on("2026-10-22"):
        write_note(steward, first, "棚の幅は90cmまでなら、検査室の入口に置けるそうです。")
    _talk(steward, first, standing_on)
    _help(steward, first, standing_on)


def _talk(steward: Actor, gap: Gap, standing_on: Standing) -> None:
    """One that was agreed, and one that waits for an answer."""
    with standing_on("2026-10-22"):
        said = talking.Said(_day("2026-10-21"), 286_000, "図面棚と鍵の見積もり", BY_PHONE)
        talk = talking.begin(steward, gap.partner, "図面棚の代金", said, by_us=False, gap=gap)
    with standing_on("2026-10-27"):
        answer = talking.Said(
            _day("2026-10-27"), 143_000, "半分を持ちます。残りは来期の単価に入れて話します。"
        )
        talk = talking.step(steward, talk, TalkStep.ANSWERED, answer, revision=talk.revision)
    with standing_on("2026-10-30"):
        agreed = talking.Said(_day("2026-10-30"), 143_000, "11月末に支払う")
        talking.step(steward, talk, TalkStep.AGREED, agreed, revision=talk.revision)
    with standing_on("2026-11-06"):
        asked = talking.Said(
            _day("2026-11-05"), None, "返却の棚卸しに、半年ごとに2人で1日かかる。", "櫛田 典子"
        )
        mould = Partner.objects.get(name="見本金型株式会社")
        talking.begin(steward, mould, "図面の棚卸しにかかる手間", asked, by_us=False)
    with standing_on("2026-08-25"):
        # Long without an answer: red to whoever buys.
        asked = talking.Said(
            _day("2026-08-24"), 92_000, "めっき薬品の値上がり。1ロットあたりの見積もりを付けた。", BY_PHONE
        )
        talking.begin(steward, gap.partner, "めっき薬品の値上がり分", asked, by_us=False)


def _help(steward: Actor, gap: Gap, standing_on: Standing) -> None:
    """An expert who came, a visit that found something, and what others may learn from."""
    with standing_on("2026-11-04"):
        row = Gap.objects.get(pk=gap.pk)
        offered = helping.offer(steward, row, "expert-visit", "11月に1回、無料", revision=row.revision)
    with standing_on("2026-11-19"):
        said = "棚の置き場所と、帳面の書き方が決まった"
        helping.came_of_it(
            steward, offered, HelpState.USED, is_helpful=True, text=said, revision=offered.revision
        )
    with standing_on("2026-11-02"):
        seen = visiting.Seen(
            _day("2026-10-29"),
            "髙城 美和、𠮷見 拓",
            "櫛田 典子",
            "金型の置き場と図面棚を見た。図面棚は鍵がかかっていた。",
            findings=("写真を撮らない場所を決める",),
            why="型の写真が、誰でも撮れる場所にあったため。",
        )
        visiting.record_visit(steward, Partner.objects.get(name="見本金型株式会社"), seen)
    with standing_on("2026-11-06"):
        practice = collecting.Told(
            "小さな工場の教育",
            "集まる時間が取れないので、毎月の朝礼で10分ずつ1つの話をして、出た人を残している。",
            "森下 健一",
            _day("2026-11-05"),
        )
        collecting.collect(steward, Partner.objects.get(name="架空精工株式会社"), practice)


def close_one_between(asking: Actor, asked: Actor, standing_on: Standing) -> None:
    """A gap of two whose Kuramori are connected: each has its own row of it."""
    with scope(organisation=asking.organisation), standing_on("2026-10-12"):
        channel = Channel.objects.filter(accepted_at__isnull=False, closed_at__isnull=True).first()
        if channel is None:
            return
        wanted = Wanted(
            "預けた図面の置き場所を決める", "新しい金型の図面をお渡しする前に決めておきたいため。", 2, 1
        )
        gap = open_by_hand(asking, channel.partner, wanted)
        _carry(asking, channel)
    with scope(organisation=asked.organisation), standing_on("2026-10-16"):
        theirs = Gap.objects.filter(side=Side.ASKED, thread=gap.thread).first()
        if theirs is None:
            return
        plan = Saying(plan="金型課の鍵付き棚の3段目を専用にする", plan_on=_day("2026-12-11"))
        move(asked, theirs, GapStep.PROPOSED, plan, revision=theirs.revision)
        said = talking.Said(_day("2026-10-16"), 38_000, "棚の鍵を替える代金")
        talking.begin(asked, theirs.partner, "棚の鍵の代金", said, by_us=True, gap=theirs)
        _carry(asked, Channel.objects.get(partner=theirs.partner))
    with scope(organisation=asking.organisation), standing_on("2026-10-19"):
        row = Gap.objects.get(pk=gap.pk)
        move(asking, row, GapStep.AGREED, revision=row.revision)
        talk = Consultation.objects.get(gap=row)
        answer = talking.Said(_day("2026-10-19"), 38_000, "こちらで持ちます。")
        talking.step(asking, talk, TalkStep.ANSWERED, answer, revision=talk.revision)
        _carry(asking, channel)


def _carry(actor: Actor, channel: Channel) -> None:
    carrying.carry(
        organisation_id=str(actor.organisation_id),
        person_id=None,
        progress=lambda _done, _total: None,
        channel=str(channel.pk),
    )
