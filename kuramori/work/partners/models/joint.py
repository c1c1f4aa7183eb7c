"""承諾願・共同開発・預かり型: what goes further, what two make together, what is kept for a customer."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class OnwardSide(models.TextChoices):
    """Who asks whom."""

    SENT = "sent", _("こちらから持ち主に頼む")
    RECEIVED = "received", _("取引先から頼まれた")


class OnwardState(models.TextChoices):
    """Where a request stands. Whether a consent still runs is counted from its days, never stored."""

    ASKED = "asked", _("返事待ち")
    ALLOWED = "allowed", _("承諾")
    REFUSED = "refused", _("断り")
    WITHDRAWN = "withdrawn", _("取下げ")


class Brought(models.TextChoices):
    """Which side brought something into a joint development."""

    OURS = "ours", _("こちら")
    THEIRS = "theirs", _("相手")


class Ownership(models.TextChoices):
    """To whom the results of a joint development belong."""

    OPEN = "open", _("まだ決めていない")
    OURS = "ours", _("こちらのもの")
    THEIRS = "theirs", _("相手のもの")
    SHARED = "shared", _("共有する")
    MAKER = "maker", _("生み出した側のもの")


class MouldState(models.TextChoices):
    """What is to become, or became, of a mould that is kept for somebody."""

    KEPT = "kept", _("預かっている")
    RETURN_ASKED = "return_ask", _("返却の話が出ている")
    SCRAP_ASKED = "scrap_ask", _("廃棄の話が出ている")
    RETURNED = "returned", _("返した")
    SCRAPPED = "scrapped", _("廃棄した")


class OnwardRequest(Owned):
    """再委託・再開示の承諾願. `partner` is the other end: the owner we ask, or the partner who asks us.

    `recipient` is the company it would go to where it is registered, `to` its name in words. A consent holds from
    `answered_on` to `until_on`, both included, unless it was withdrawn: then before `ended_on`.
    `text` is the request as it was frozen for a link.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=30)
    side = models.CharField(max_length=8, choices=OnwardSide.choices)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    asset = models.ForeignKey("ledger.Asset", null=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("contacts.Partner", null=True, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=120)
    what = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    asked_on = models.DateField()
    state = models.CharField(max_length=9, choices=OnwardState.choices, default=OnwardState.ASKED)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    until_on = models.DateField(null=True, blank=True)
    conditions = models.CharField(max_length=400, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    paper = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey("papers.Text", null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_for = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="partners_onward_number_once"),
            models.CheckConstraint(
                condition=~models.Q(state="allowed")
                | models.Q(answered_on__isnull=False, until_on__isnull=False),
                name="partners_consent_has_its_days",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "asset", "recipient"], name="partners_onward_by_asset")
        ]

    def __str__(self) -> str:
        return self.number


class JointProject(Owned):
    """共同開発: one undertaking with one partner. `ended_on` is its last day once it is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=30)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("partners.Agreement", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=400, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    ownership = models.CharField(max_length=8, choices=Ownership.choices, default=Ownership.OPEN)
    ownership_words = models.CharField(max_length=400, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="partners_project_number_once")
        ]

    def __str__(self) -> str:
        return self.number


class BroughtIn(Owned):
    """One line of the 持込み情報一覧: what a side had before. A line that was wrong is struck, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(JointProject, on_delete=models.PROTECT, related_name="brought")
    position = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6, choices=Brought.choices)
    asset = models.ForeignKey("ledger.Asset", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    since_on = models.DateField()
    shown_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    struck_on = models.DateField(null=True, blank=True)
    struck_for = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="partners_brought_position_once")
        ]


class JointMinutes(Owned):
    """議事録: one meeting of a joint development, as it was written down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(JointProject, on_delete=models.PROTECT, related_name="minutes")
    on = models.DateField()
    people = models.CharField(max_length=400)
    talked = models.TextField(max_length=4000)
    handed = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        pass


class KeptMould(Owned):
    """預かり型・治具: a mould, jig or tool that belongs to a partner and stands with us."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=30)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    tag = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=1)
    since_on = models.DateField()
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    used_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MouldState.choices, default=MouldState.KEPT)
    asked_on = models.DateField(null=True, blank=True)
    by_on = models.DateField(null=True, blank=True)
    asked_words = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_words = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="partners_mould_number_once"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="partners_a_mould_is_there"),
        ]

    def __str__(self) -> str:
        return self.number


class StorageTalk(Owned):
    """保管の費用の話: what was said about the cost of keeping a mould, and whether it was agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mould = models.ForeignKey(KeptMould, on_delete=models.PROTECT, related_name="talks")
    on = models.DateField()
    words = models.CharField(max_length=400)
    is_agreed = models.BooleanField()
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        pass
