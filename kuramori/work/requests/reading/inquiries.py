"""What pages show of inquiries: the list, one with what is asked and why, our answers so far, what was given."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests.reply_text import read_shown
from kuramori.rules.requests.requirements import read_requirements
from kuramori.rules.tokens import normal
from kuramori.work.checks.read import FinalAnswers, final_answers
from kuramori.work.partners.models import Told, Way
from kuramori.work.partners.telling import channel_to
from kuramori.work.requests import own_answers
from kuramori.work.requests.drafting import Draft
from kuramori.work.requests.forms_answering import Typed
from kuramori.work.requests.inquiring import OVER
from kuramori.work.requests.models import Gap, Inquiry, InquiryState, InquiryWay, OwnReply, Side
from kuramori.work.requests.reading.answering import AnswerSheet, sections_of
from kuramori.work.requests.reading.shown import ShownPage, page_of, percent

PER_PAGE = 50
PARTS = (InquiryState.OPEN, InquiryState.WAITING, InquiryState.ANSWERED)


@dataclass(frozen=True, slots=True)
class OwnSheet(AnswerSheet):
    """An inquiry with our answers to it."""

    inquiry: Inquiry

    @property
    def is_over(self) -> bool:
        return self.inquiry.state in OVER

    @property
    def is_withdrawn(self) -> bool:
        return self.inquiry.state == InquiryState.WITHDRAWN

    @property
    def is_late(self) -> bool:
        return is_late(self.inquiry)

    @property
    def days_left(self) -> int | None:
        return days_left(self.inquiry)


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """`done` of `all` questions are answered; `percent` of the newest reply, None where none was given."""

    row: Inquiry
    days_left: int | None
    is_late: bool
    percent: int | None


@dataclass(frozen=True, slots=True)
class InquiriesPage:
    """`part` narrows: one of the states, "over", or "" for what is not over."""

    lines: tuple[InquiryLine, ...]
    part: str
    words: str
    counts: Mapping[str, int]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One reply of ours. `delivered`: the customer's house has it; `state` says what became of it, in words."""

    row: OwnReply
    percent: int | None
    state: str
    is_ok: bool


@dataclass(frozen=True, slots=True)
class InquiryPage:
    """`sheet` is None where the text of the list is not here: then `whys` name each item with its reason.

    `check` is our latest final one of the same list; `fillable` of its answers would be laid in.
    """

    row: Inquiry
    sheet: OwnSheet | None
    whys: tuple[tuple[str, str], ...]
    check: FinalAnswers | None
    fillable: int
    given: tuple[GivenLine, ...]
    gaps: tuple[Gap, ...]
    goes_by_channel: bool


def list_page(*, part: str = "", words: str = "", number: int = 1) -> InquiriesPage:
    """Fifty, the nearest deadline first."""
    counts = dict(Inquiry.objects.values_list("state").annotate(Count("pk")).order_by())
    rows = narrowed(part)
    for word in normal(words).split():
        rows = rows.filter(partner__words__contains=word)
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    ordered = rows.select_related("partner").defer("content", "draft").order_by("deadline_on", "-recorded_at")
    shown = list(ordered[(number - 1) * PER_PAGE : number * PER_PAGE])
    shares: dict[object, int | None] = {}
    for one in OwnReply.objects.filter(inquiry__in=[row.pk for row in shown]).order_by("round"):
        shares[one.inquiry_id] = one.share
    lines = tuple(
        InquiryLine(row, days_left(row), is_late(row), percent(shares.get(row.pk))) for row in shown
    )
    return InquiriesPage(lines, part, words, counts, total, number, pages)


def narrowed(part: str) -> QuerySet[Inquiry]:
    """What is not over, one state of it, or what is over."""
    rows: QuerySet[Inquiry] = Inquiry.objects.all()
    if part == "over":
        return rows.filter(state__in=OVER)
    if part in PARTS:
        return rows.filter(state=part)
    return rows.exclude(state__in=OVER)


def inquiry_page(actor: Actor, row: Inquiry) -> InquiryPage:
    """Everything of one."""
    requirements = read_requirements(row.content)
    try:
        sheet: OwnSheet | None = sheet_of(row)
    except Http404:
        sheet = None
    check = final_answers(actor, row.pack_id) if sheet is not None else None
    laid = own_answers.from_check(requirements, check) if check is not None else {}
    written = own_answers.draft_of(row).answers
    running = Gap.objects.filter(partner=row.partner_id, side=Side.ASKED, ended_at__isnull=True)
    return InquiryPage(
        row,
        sheet,
        () if sheet is not None else tuple((one.item, one.why) for one in requirements.required),
        check,
        sum(item not in written for item in laid),
        given_lines(row),
        tuple(running.order_by("plan_on", "number")[:10]),
        goes_by_channel(row),
    )


def sheet_of(
    row: Inquiry,
    *,
    draft: Draft | None = None,
    typed: Mapping[str, Typed] | None = None,
    wrongs: Mapping[str, str] | None = None,
) -> OwnSheet:
    """What is asked with what stands. Raises `Http404` where the text of the list is not here."""
    pack = pack_of(row)
    if pack is None:
        raise Http404
    text, requirements = pack.text(get_language() or "ja"), read_requirements(row.content)
    kept = own_answers.draft_of(row) if draft is None else draft
    sections = sections_of(pack, text, requirements, kept, typed or {}, wrongs or {})
    return OwnSheet(pack, text, requirements, kept, sections, row)


def pack_of(row: Inquiry) -> Pack | None:
    """The edition that was asked by; None where its text is not here."""
    try:
        return packs.by_digest(row.digest)
    except packs.PackLost:
        return None


def own_reply_page(row: OwnReply) -> ShownPage | None:
    """Exactly what the customer sees of it; None where the text of the list is not here any more."""
    pack = pack_of(row.inquiry)
    if pack is None:
        return None
    text, requirements = pack.text(get_language() or "ja"), read_requirements(row.inquiry.content)
    return page_of(read_shown(str(row.content)), requirements, pack, text)


def given_lines(row: Inquiry) -> tuple[GivenLine, ...]:
    """Our replies, the newest first, with what became of each."""
    replies = list(row.replies.select_related("approved_by").order_by("-round"))
    on_the_way = any(one.is_told for one in replies) and (
        Told.objects.filter(
            thread=row.thread, way=Way.SENT, kind="reply-given", delivered_at__isnull=True
        ).exists()
    )
    return tuple(
        GivenLine(
            one,
            percent(one.share),
            state_words(one, on_the_way=on_the_way),
            one.taken_at is not None,
        )
        for one in replies
    )


def state_words(reply: OwnReply, *, on_the_way: bool) -> str:
    """What became of a reply."""
    if reply.not_taken:
        return {
            "withdrawn": _("お願いが取り下げられていたので、受け取られませんでした。控えは残っています。"),
            "day": _("回答の日が先だったので、受け取られませんでした。もう一度出してください。"),
        }.get(reply.not_taken, _("受け取られませんでした。お客様に確かめてください。控えは残っています。"))
    if reply.taken_at is not None:
        if reply.valid_until is None:
            return _("お客様が受け取りました。")
        return _("お客様が受け取りました。%(day)sまで数えられます。") % {
            "day": f"{reply.valid_until:%Y/%m/%d}"
        }
    if not reply.is_told:
        return _("こちらに控えました。お客様へは、手紙にあるやり方で渡します。")
    return _("お客様の蔵守へ運んでいます。") if on_the_way else _("お客様の蔵守に届きました。")


def goes_by_channel(row: Inquiry) -> bool:
    """Whether the way on which it came still stands: another one to the same customer does not know the matter."""
    channel = channel_to(row.partner) if row.way == InquiryWay.CHANNEL else None
    said = Told.objects.filter(channel=channel, thread=row.thread, kind="request-sent", refused="")
    return channel is not None and said.exists()


def is_late(row: Inquiry) -> bool:
    """The deadline has passed and nothing was answered."""
    return (
        row.deadline_on is not None
        and row.deadline_on < clock.today()
        and row.state in (InquiryState.OPEN, InquiryState.WAITING)
    )


def days_left(row: Inquiry) -> int | None:
    """Until the deadline; None where there is none or nothing is awaited any more."""
    if row.deadline_on is None or row.state not in (InquiryState.OPEN, InquiryState.WAITING):
        return None
    return (row.deadline_on - clock.today()).days


def due_between(from_on: datetime.date, to_on: datetime.date) -> QuerySet[Inquiry]:
    """What has to be answered in these days, both included."""
    rows: QuerySet[Inquiry] = Inquiry.objects.filter(
        state__in=(InquiryState.OPEN, InquiryState.WAITING), deadline_on__range=(from_on, to_on)
    )
    return rows.select_related("partner").order_by("deadline_on")
