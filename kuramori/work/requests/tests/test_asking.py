"""Who is asked, and how: fair before it goes out, approved by another, and to nobody twice."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.roles import Can
from kuramori.ground.post.models import Message
from kuramori.outside import clock
from kuramori.rules.requests.requirements import Required
from kuramori.work.requests import (
    approving,
    asking,
    choosing,
    ending_request,
    genuine,
    linting,
    profiling,
    reminding,
    sending,
    tiering,
)
from kuramori.work.requests.matching import UNDECIDED, Choice, matching
from kuramori.work.requests.models import Asked, AskedState, Axis, Nudge, Profile, RequestState, Tiering
from kuramori.work.requests.tests import asked_world, asking_world
from kuramori.work.requests.tests.asking_world import draft, profile, suppliers, wanted

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def colleague(acting):
    """Somebody else who may draft and approve."""
    other = acting.actor("steward")
    assert other.may(Can.REQUEST_APPROVE)
    return other


@pytest.fixture
def mail_is_on(settings):
    asking_world.with_mail(settings)


def _sent(owner, colleague, *names, **other):
    """A request that was handed in, approved by somebody else, and whose sending has begun."""
    suppliers(owner, *names)
    request = draft(owner, **other)
    choosing.choose(owner, request, Choice(words=names[0][:2]))
    handed = approving.hand_in(owner, request, {}, revision=request.revision)
    approving.approve(colleague, handed)
    sending.send(colleague, handed)
    handed.refresh_from_db()
    return handed


def test_a_profile_keeps_the_reason_beside_each_item_and_a_change_is_a_new_edition(owner):
    first = profile(owner, items=3)
    changed = profiling.ProfileWanted(
        "水準A", "A", Axis.INFORMATION, [Required("q01", 3, "極秘の図面をお預けするため。", is_critical=True)]
    )
    second = profiling.change(owner, first, changed)
    assert (second.edition, second.series) == (2, first.series)
    assert Profile.objects.get(pk=first.pk).content == first.content
    with pytest.raises(profiling.StaleProfile):
        profiling.change(owner, first, changed)
    with pytest.raises(profiling.ProfileRefused) as refused:
        profiling.change(owner, second, dataclasses.replace(changed, required=[Required("q01", 2, " ")]))
    assert refused.value.field == "q01"


def test_the_answers_propose_a_class_and_another_one_needs_a_reason(owner):
    (partner,) = suppliers(owner, "区分け金型")
    yes = {"info_secret": True, "it_holds": False}
    assert (tiering.propose(yes).klass, tiering.propose(yes).star) == ("B", "★3")
    assert tiering.propose({"it_reaches": True}).klass == "A"
    assert tiering.propose({}).klass == "C"
    with pytest.raises(tiering.TieringRefused):
        tiering.decide(owner, partner, tiering.Decided(yes, "A"))
    tiering.decide(owner, partner, tiering.Decided(yes, "B", employees=12))
    made = tiering.decide(owner, partner, tiering.Decided(yes, "A", "試作の型を預けるため", 12))
    assert Tiering.objects.get(superseded_at__isnull=True) == made
    assert made.reason == "試作の型を預けるため"


def test_many_partners_are_put_into_a_class_at_once_and_a_second_run_changes_nothing(owner):
    suppliers(owner, "多数一", "多数二", "多数三")
    said = tiering.Decided({"info_secret": True}, "B")
    choice = Choice(words="多数")
    for _once in range(2):
        assert tiering.many(owner, choice, said, lambda done, total: None) == 3
    assert Tiering.objects.count() == 3
    assert matching(Choice(words="多数", klass="B")).count() == 3
    assert not matching(Choice(words="多数", klass=UNDECIDED)).exists()


def test_partners_are_chosen_by_what_they_are_and_left_out_again_without_a_trace_on_the_others(owner):
    partners = suppliers(owner, "選択一", "選択二")
    suppliers(owner, "選択三", address=False)
    request = draft(owner)
    assert choosing.choose(owner, request, Choice(words="選択")) == 3
    assert choosing.choose(owner, request, Choice(words="選択")) == 0
    rows = choosing.prepared(request)
    assert rows.filter(contact__isnull=True).count() == 1
    assert {row.number[:14] for row in rows} == {request.number + "-"}
    left = rows.get(partner=partners[0])
    assert choosing.leave_out(owner, request, [left.pk]) == 1
    assert rows.all().count() == 2
    assert choosing.choose(owner, request, Choice(words="選択")) == 1
    assert Asked.objects.get(partner=partners[0]).number == left.number


def test_a_stale_write_is_refused_and_nothing_of_it_is_kept(owner):
    request = draft(owner)
    asking.change(owner, request, wanted(reason="新しいわけ"), revision=request.revision)
    with pytest.raises(asking.StaleRequest) as stale:
        asking.change(owner, request, wanted(reason="古いわけ"), revision=request.revision)
    assert stale.value.current.reason == "新しいわけ"


def test_red_holds_back_and_amber_asks_for_a_reason_that_is_kept(owner, colleague):
    suppliers(owner, "点検金型")
    request = draft(owner, reason="", support="")
    choosing.choose(owner, request, Choice(words="点検"))
    looked = linting.look(request)
    assert [one.rule for one in looked.red] == ["no-reason"]
    with pytest.raises(approving.HeldBack):
        approving.hand_in(owner, request, {"no-support": "今回は無い"}, revision=1)
    request = asking.change(owner, request, wanted(support=""), revision=1)
    with pytest.raises(approving.HeldBack):
        approving.hand_in(owner, request, {}, revision=2)
    handed = approving.hand_in(owner, request, {"no-support": "今回は無い"}, revision=2)
    assert handed.lint["accepted"] == {"no-support": "今回は無い"}
    assert approving.approve(colleague, handed).lint["accepted"] == {"no-support": "今回は無い"}


@pytest.mark.parametrize("words", ["応じないときは取引を停止します。", "発注を減らすことがあります。"])
def test_wording_that_announces_a_disadvantage_is_red(owner, words):
    looked = linting.look(draft(owner, scope=words))
    assert "penalty" in [one.rule for one in looked.red]


def test_the_linter_looks_at_the_partner_on_whom_it_weighs_most(owner, colleague):
    one, two = suppliers(owner, "重い一", "重い二")
    tiering.decide(owner, one, tiering.Decided({"info_top": True}, "A", employees=500))
    tiering.decide(owner, two, tiering.Decided({}, "C", employees=8))
    request = draft(owner)
    choosing.choose(owner, request, Choice(words="重い"))
    assert linting.draft_of(request).partner_employees == 8
    (found,) = linting.look(request).red
    assert (found.rule, found.count) == ("level-above-proposal", 1)
    allowed = asking.change(owner, request, wanted(level_reason="試作の図面を渡すため"), revision=1)
    assert not linting.look(allowed).holds_back


def test_what_was_answered_already_and_what_another_division_asked_is_found_with_the_number_of_partners(
    owner,
):
    world = asked_world.sent(owner, ("重複一", "重複二"))
    given = asked_world.answers(world.requirements)
    from kuramori.work.requests.models import ReplyWay
    from kuramori.work.requests.taking_in import take_in

    take_in(owner, world.asked[0], asked_world.seen(world.requirements, given), way=ReplyWay.LINK)
    request = draft(owner, division="品質保証部")
    choosing.choose(owner, request, Choice(words="重複"))
    counts = {one.rule: one.count for one in linting.look(request).amber}
    assert counts == {"already-provided": 1, "other-division": 2}


def test_whoever_drafts_a_request_does_not_approve_it(owner, colleague):
    suppliers(owner, "承認金型")
    request = draft(owner)
    choosing.choose(owner, request, Choice(words="承認"))
    handed = approving.hand_in(owner, request, {}, revision=request.revision)
    with pytest.raises(approving.OwnRequest):
        approving.approve(owner, handed)
    assert approving.approve(colleague, handed).state == RequestState.APPROVED
    back = approving.give_back(colleague, handed, "わけをもう少し")
    assert (back.state, back.lint, back.approved_by) == (RequestState.DRAFT, {}, None)


def test_each_partner_gets_a_link_of_its_own_and_nobody_two_when_the_worker_dies(
    owner, colleague, mail_is_on, monkeypatch
):
    request = _sent(owner, colleague, *[f"送信{n}" for n in range(7)])
    monkeypatch.setattr(sending, "Pace", lambda **_said: sending_pace(3))
    posts = sending.post
    count = 0

    def dies(*args, **named):
        nonlocal count
        count += 1
        if count == 5:
            raise KeyboardInterrupt
        posts(*args, **named)

    monkeypatch.setattr(sending, "post", dies)
    with pytest.raises(KeyboardInterrupt):
        sending.go_on(colleague, request)
    mailed = Message.objects.filter(purpose="requests:asked")
    assert mailed.count() == Asked.objects.filter(state=AskedState.SENT).count() == 3
    monkeypatch.setattr(sending, "post", posts)
    assert sending.go_on(colleague, request) == 4
    assert sending.go_on(colleague, request) == 0
    assert mailed.count() == mailed.values("about_id").distinct().count() == 7
    assert Asked.objects.values("link").distinct().count() == 7


def sending_pace(most):
    from kuramori.ground.people.pace import Pace

    return Pace(most=most, largest=most, least=most)


def test_without_mail_a_link_is_made_to_be_handed_over(owner, colleague):
    request = _sent(owner, colleague, "手渡し金型")
    (asked,) = Asked.objects.filter(request=request)
    assert (request.state, asked.state) == (RequestState.SENT, AskedState.PREPARED)
    issued = sending.hand_link(owner, asked)
    asked.refresh_from_db()
    assert (asked.state, asked.way, asked.link) == (AskedState.SENT, "handed", issued.link)


def test_a_step_reaches_a_partner_once_and_not_on_the_day_of_another(
    owner, colleague, mail_is_on, monkeypatch
):
    request = _sent(owner, colleague, "催促一", "催促二")
    sending.go_on(colleague, request)
    opened = Asked.objects.filter(request=request).order_by("number")[0]
    Asked.objects.filter(pk=opened.pk).update(state=AskedState.OPENED, opened_at=clock.now())
    today = clock.today()
    steps = []
    for after in (0, 2, 3, 3, 26, 27, 33, 40, 41):
        monkeypatch.setattr(clock, "today", lambda after=after: today + after * DAY)
        monkeypatch.setattr(
            clock, "now", lambda after=after: datetime.datetime.now(clock.TOKYO) + after * DAY
        )
        before = set(Nudge.objects.values_list("asked", "step"))
        reminding.remind(colleague)
        new = set(Nudge.objects.values_list("asked", "step")) - before
        steps.append(sorted(step for _asked, step in new))
    assert steps == [[], [], ["unopened"], [], ["14", "14"], [], ["7", "7"], ["0", "0"], []]
    assert Message.objects.filter(purpose="requests:reminded").count() == 7


def test_a_withdrawn_request_is_told_once_and_takes_nothing_more(owner, colleague, mail_is_on):
    request = _sent(owner, colleague, "取下一", "取下二")
    sending.go_on(colleague, request)
    ended = ending_request.withdraw(colleague, request, "求めが重すぎました。")
    assert ended.state == RequestState.WITHDRAWN
    assert [ending_request.tell(colleague, ended) for _once in range(2)] == [2, 0]
    assert sending.go_on(colleague, ended) == 0
    with pytest.raises(asking.WrongState):
        ending_request.close(colleague, ended, "もう一度")


def test_anybody_can_check_a_number_and_learns_only_from_whom_and_when(owner, colleague, client, mail_is_on):
    request = _sent(owner, colleague, "真正金型")
    (asked,) = Asked.objects.filter(request=request)
    with scope(organisation=None):
        found = genuine.genuine(asked.number.lower().replace("-", " "))
    assert found is not None
    assert (found.organisation, found.sent_on) == (owner.organisation.name, clock.today())
    page = client.post("/genuine/", {"number": asked.number}).content.decode()
    assert owner.organisation.name in page
    assert "真正金型" not in page
    assert request.title not in page
    nothing = client.post("/genuine/", {"number": "R26-AAAA-AAAA"})
    assert nothing.status_code == 200
    assert owner.organisation.name not in nothing.content.decode()
    assert genuine.genuine(draft(owner).number) is None


@pytest.mark.parametrize("written", ["", "　", "🙂"])
def test_a_number_that_holds_no_sign_is_asked_for_again(client, written):
    page = client.post("/genuine/", {"number": written}).content.decode()
    assert "番号を入れてください" in page
    assert "見つかりません" not in page


def test_guessing_numbers_ends_after_a_while(client):
    answers = [client.post("/genuine/", {"number": "R26-AAAA-AAAA"}).status_code for _once in range(31)]
    assert (answers[29], answers[30]) == (200, 429)


def test_twelve_hundred_partners_are_chosen_with_few_queries(owner, django_assert_max_num_queries):
    partners = [
        Partner(organisation=owner.organisation, name=f"大勢{n:04d}", is_supplier=True) for n in range(800)
    ]
    for one in partners:
        one.follow(None)
    Partner.objects.bulk_create(partners)
    request = draft(owner)
    with django_assert_max_num_queries(60):
        assert choosing.choose(owner, request, Choice(words="大勢")) == 800
