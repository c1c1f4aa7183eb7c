"""A result shown outside: one link, one person, one code; and everything that is not that opens nothing."""

from __future__ import annotations

import dataclasses
import datetime
import re
import threading

import pytest
from django.core import signing
from django.db import connection as database
from django.test import Client
from django_scopes import scope

from kuramori.across.reports import sharing
from kuramori.ground.packs.read import public_packs
from kuramori.ground.people import codes, links
from kuramori.ground.people.leave import leave
from kuramori.ground.people.models import Link, LinkCode, LinkTries
from kuramori.ground.people.visiting import COOKIE, SALT
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.models import Delivery
from kuramori.ground.post.send import send_due
from kuramori.ground.trail import read as trail
from kuramori.outside import clock
from kuramori.outside.tests.letterbox import letterbox
from kuramori.rules.tries import MOST
from kuramori.site.instance import Mail
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.finalise import finalise

pytestmark = pytest.mark.django_db

ITO = "ito@torihiki.example"


@pytest.fixture
def final(cast):
    """A finished round of 架空精工."""
    owner, pack = cast.actor("owner"), public_packs()[0]
    with scope(organisation=owner.organisation):
        sheet = begin(owner, pack)
        for item in pack.items:
            answer(owner, sheet, pack, item.id, value=1, revision=0)
        return finalise(owner, sheet, pack)


@pytest.fixture
def box(settings):
    with letterbox() as found:
        mail = Mail(
            host=found.host,
            port=found.port,
            security="none",
            sender="kura@kakuu.example",
            private_network=True,
        )
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)
        yield found


def _share(cast, final, *, address=ITO, days=7, role="steward"):
    actor = cast.actor(role)
    with scope(organisation=actor.organisation):
        return sharing.share(
            actor,
            final,
            name="伊藤 様",
            address=address,
            until_on=clock.today() + datetime.timedelta(days=days),
        )


@pytest.mark.parametrize("role", ["section", "staff", "auditor", "expert"])
def test_whoever_only_reads_lets_nobody_outside_read(cast, final, role):
    issued = _share(cast, final)
    for path, told in (
        (f"reports/sheets/{final.pk}/share/", {"name": "伊藤", "address": ITO, "days": "7"}),
        (f"reports/links/{issued.link.pk}/stop/", {}),
        (f"reports/links/{issued.link.pk}/code/", {}),
    ):
        assert cast.client(role).post(cast.url(path), told).status_code == 403, path
    assert [link.revoked_at for link in Link.everywhere.all() if link.purpose == "reports:sheet"] == [None]
    assert not LinkCode.everywhere.exists()


def _url(issued, page=""):
    return f"/link/{issued.secret}/{page}"


def _mailed_code(box):
    send_due(organisation_id="", person_id=None, progress=lambda _done, _total: None)
    return re.search(r"\b(\d{3} \d{3})\b", box.text_to(ITO))[1]


def _code(cast, issued):
    with scope(organisation=cast.organisation):
        return codes.tell_code(cast.actor("owner"), issued.link)


def _wrong(code):
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06d}"


def _open(cast, issued, client=None):
    client = client or Client()
    assert client.post(_url(issued, "code/"), {"code": _code(cast, issued)}).status_code == 302
    return client


def _events(cast):
    return [line.event for line in trail.lines(cast.organisation.pk)]


def test_somebody_outside_opens_a_link_with_the_code_from_their_mail(cast, final, box):
    issued, visitor = _share(cast, final), Client()
    assert "i***@torihiki.example" in visitor.get(_url(issued)).content.decode()
    assert visitor.post(_url(issued, "send/")).url == _url(issued) + "?sent=1"
    opened = visitor.post(_url(issued, "code/"), {"code": _mailed_code(box)})
    assert opened.url == _url(issued, "report/")
    page = visitor.get(opened.url).content.decode()
    assert "架空精工株式会社の自己チェックの結果" in page
    assert "認証ではありません" in page
    taken = visitor.get(_url(issued, "report/pdf/"))
    assert b"".join(taken.streaming_content).startswith(b"%PDF")
    assert taken["Content-Disposition"].startswith("attachment")
    events = _events(cast)
    assert events[0] == "reports:report:taken_by_link"
    assert {"people:link:issued", "people:link:opened", "post:message:queued"} <= set(events)
    sentences = [line.sentence for line in trail.lines(cast.organisation.pk)]
    assert any("伊藤 様さんが、渡されたリンクから報告書を受け取りました" in line for line in sentences)


def test_every_page_behind_a_link_is_private(cast, final):
    issued = _share(cast, final)
    visitor = _open(cast, issued)
    for response in (
        Client().get(_url(issued)),
        Client().get("/link/nobody-knows/"),
        visitor.get(_url(issued)),
        visitor.get(_url(issued, "report/")),
        visitor.get(_url(issued, "report/pdf/")),
    ):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "no-store, private"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "kura_session" not in response.cookies
        list(response.streaming_content) if response.streaming else None


def test_the_cookie_is_short_lived_hidden_from_scripts_and_of_this_link_only(cast, final):
    issued = _share(cast, final)
    cookie = _open(cast, issued).cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        _url(issued),
        True,
        "Lax",
        1800,
    )
    assert issued.secret not in cookie.value


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_uses_nothing_up_and_tells_nothing(cast, final, method):
    issued = _share(cast, final)
    before = _rows()
    for page in ("", "report/", "report/pdf/", "code/", "send/"):
        for headers in ({}, {"HTTP_RANGE": "bytes=0-10"}, {"HTTP_PURPOSE": "prefetch"}):
            response = getattr(Client(), method)(_url(issued, page), **headers)
            assert response.status_code in {200, 302, 405}, page
            assert final.name not in response.content.decode()
    assert _rows() == before
    assert _open(cast, issued).get(_url(issued, "report/")).status_code == 200


def _rows():
    return (
        list(Link.everywhere.values_list("uses", "used_at", "revoked_at")),
        LinkCode.everywhere.count(),
        LinkTries.objects.count(),
        Delivery.objects.count(),
    )


def test_a_link_without_its_code_opens_nothing(cast, final):
    issued = _share(cast, final)
    for page in ("report/", "report/pdf/"):
        assert Client().get(_url(issued, page)).url == _url(issued)


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "x",
        "eyJhIjoxfQ:1:2",
        signing.dumps("00000000-0000-0000-0000-000000000000", salt=SALT),
        signing.dumps("x", salt="another"),
        signing.dumps(["x"], salt=SALT),
    ],
    ids=range(6),  # signed with the time: two workers would call them differently
)
def test_a_made_up_or_borrowed_cookie_opens_nothing(cast, final, kept):
    issued, visitor = _share(cast, final), Client()
    visitor.cookies[COOKIE] = kept
    assert visitor.get(_url(issued, "report/pdf/")).status_code == 302


def test_the_cookie_of_one_link_does_not_open_another(cast, final):
    one, other = _share(cast, final), _share(cast, final)
    visitor = _open(cast, one)
    visitor.cookies[COOKIE]["path"] = "/"
    assert visitor.get(_url(other, "report/")).status_code == 302


def test_half_an_hour_later_the_code_is_asked_for_again(cast, final):
    visitor = _open(cast, issued := _share(cast, final))
    signed = visitor.cookies[COOKIE].value
    with pytest.MonkeyPatch.context() as patched:
        later = clock.now().timestamp() + 1801
        patched.setattr("django.core.signing.time.time", lambda: later)
        fresh = Client()
        fresh.cookies[COOKIE] = signed
        assert fresh.get(_url(issued, "report/")).status_code == 302


ENDS = ["expired", "revoked", "left", "made up", "cut short", "foreign purpose", "used up"]


@pytest.mark.parametrize("end", ENDS)
def test_whatever_is_wrong_with_a_link_the_page_is_the_same(cast, final, end):
    issued = _share(cast, final)
    at = clock.now()
    if end == "expired":
        at += datetime.timedelta(days=8)
    with scope(organisation=cast.organisation):
        if end == "revoked":
            links.revoke(cast.actor("owner"), issued.link)
        elif end == "left":
            leave(cast.actor("owner"), cast.person("steward"), until_on=_yesterday())
        elif end == "foreign purpose":
            Link.objects.filter(pk=issued.link.pk).update(purpose="gone:purpose")
        elif end == "used up":
            Link.objects.filter(pk=issued.link.pk).update(used_at=at)
    secret = {"made up": "x" * 43, "cut short": issued.secret[:-1]}.get(end, issued.secret)
    before = _rows()
    told = set()
    with clock.standing_at(at):
        for page, form in (("", None), ("send/", {}), ("code/", {"code": "123456"})):
            address = f"/link/{secret}/{page}"
            response = Client().get(address) if form is None else Client().post(address, form)
            assert response.status_code == 404, page
            told.add(re.sub(r'value="\w{20,}"|/link/[^"]*', "", response.content.decode()))
        nowhere = Client().get("/link/nobody-knows/")
    assert re.sub(r'value="\w{20,}"|/link/[^"]*', "", nowhere.content.decode()) in told
    assert "新しいものを頼んでください" in nowhere.content.decode()
    assert _rows() == before


def _yesterday():
    return clock.today() - datetime.timedelta(days=1)


@pytest.mark.parametrize("end", ["revoke", "leave"])
def test_taking_it_back_shuts_an_open_browser_at_once(cast, final, end):
    issued = _share(cast, final)
    visitor = _open(cast, issued)
    assert visitor.get(_url(issued, "report/")).status_code == 200
    with scope(organisation=cast.organisation):
        if end == "revoke":
            assert links.revoke(cast.actor("owner"), issued.link)
            assert not links.revoke(cast.actor("owner"), issued.link)
        else:
            leave(cast.actor("owner"), cast.person("steward"), until_on=_yesterday())
    for page in ("", "report/", "report/pdf/"):
        assert visitor.get(_url(issued, page)).status_code == 404


def test_revoking_all_links_of_a_person_is_one_update(cast, final, django_assert_num_queries):
    for _ in range(5):
        _share(cast, final)
    kept = _share(cast, final, role="owner")
    steward = cast.person("steward")
    with scope(organisation=cast.organisation), django_assert_num_queries(1) as asked:
        assert links.revoke_of_person(steward) == 5
    assert asked.captured_queries[-1]["sql"].startswith("UPDATE")
    assert Client().get(_url(kept)).status_code == 200


def test_a_code_works_once_for_ten_minutes_and_only_the_newest(cast, final):
    issued = _share(cast, final)
    older, newer = _code(cast, issued), _code(cast, issued)
    if older != newer:
        assert Client().post(_url(issued, "code/"), {"code": older}).status_code == 400
    with clock.standing_at(clock.now() + datetime.timedelta(minutes=11)):
        assert Client().post(_url(issued, "code/"), {"code": newer}).status_code == 400
    assert Client().post(_url(issued, "code/"), {"code": newer}).status_code == 302
    assert Client().post(_url(issued, "code/"), {"code": newer}).status_code == 400


def test_the_code_of_one_link_opens_no_other(cast, final):
    one, other = _share(cast, final), _share(cast, final, address="abe@torihiki.example")
    code = _code(cast, one)
    assert Client().post(_url(other, "code/"), {"code": code}).status_code == 400


@pytest.mark.parametrize("written", ["{0}{1}", "{0} {1}", " {0}-{1} ", "full width"])
def test_a_code_may_be_typed_as_people_type(cast, final, written):
    issued = _share(cast, final)
    code = _code(cast, issued)
    typed = written.format(code[:3], code[3:])
    if written == "full width":
        typed = code.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert Client().post(_url(issued, "code/"), {"code": typed}).status_code == 302


@pytest.mark.parametrize("given", ["", "x", "１２", "-1", "1" * 500, "'; DROP TABLE", "\x00" * 6, "²³¹²³¹"])
def test_what_is_no_code_is_refused_and_counted(cast, final, given):
    issued = _share(cast, final)
    _code(cast, issued)
    assert Client().post(_url(issued, "code/"), {"code": given}).status_code == 400
    assert len(LinkTries.objects.get().wrong) == 1


def test_five_wrong_codes_lock_the_person_across_codes_and_links(cast, final):
    links_given = [_share(cast, final) for _ in range(3)]
    for number in range(MOST):
        issued = links_given[number % 3]
        code = _code(cast, issued) if number < MOST - 1 else "x"
        assert (
            Client().post(_url(issued, "code/"), {"code": _wrong(code) if code != "x" else code}).status_code
            == 400
        )
    for issued in links_given:
        response = Client().post(_url(issued, "code/"), {"code": "123456"})
        assert response.status_code == 429
        assert "違うコードが5回続いたため" in response.content.decode()
        assert Client().post(_url(issued, "send/")).status_code == 429, "no new code opens the lock"
    assert _events(cast).count("people:link:locked") == 1
    somebody_else = _share(cast, final, address="abe@torihiki.example")
    _open(cast, somebody_else)
    with clock.standing_at(clock.now() + datetime.timedelta(minutes=61)):
        _open(cast, links_given[0])


def test_another_organisation_cannot_lock_an_address_of_ours_nor_learn_that_we_know_it(cast, final):
    ours, theirs = _share(cast, final), _abroad(cast)
    code = _code(cast, ours)

    for _ in range(MOST + 1):
        Client().post(_url(theirs, "code/"), {"code": "000000"})

    assert Client().post(_url(theirs, "code/"), {"code": "000000"}).status_code == 429
    assert Client().post(_url(ours, "code/"), {"code": code}).status_code == 302
    assert ours.link.holder != theirs.link.holder


def _abroad(cast):
    """A link of another organisation to the same address."""
    stranger = cast.actor("owner", at="mihon-kanagata")
    with scope(organisation=stranger.organisation):
        return links.issue(
            stranger,
            sharing.SELF_CHECK,
            about=("sheet", "x"),
            until_on=clock.today(),
            outside=Recipient(ITO, "伊藤 様"),
        )


def test_even_the_right_code_is_refused_while_locked(cast, final):
    issued = _share(cast, final)
    code = _code(cast, issued)
    for _ in range(MOST):
        Client().post(_url(issued, "code/"), {"code": _wrong(code)})
    assert Client().post(_url(issued, "code/"), {"code": code}).status_code == 429


def test_nobodys_letterbox_is_filled_with_codes(cast, final, box):
    issued, visitor = _share(cast, final), Client()
    answers = [visitor.post(_url(issued, "send/")).status_code for _ in range(MOST + 2)]
    assert answers == [302] * MOST + [429] * 2
    assert Delivery.objects.count() == MOST


def test_without_mail_the_code_is_told_by_telephone(cast, final):
    issued, visitor = _share(cast, final), Client()
    page = visitor.get(_url(issued)).content.decode()
    assert "電話で尋ねてください" in page
    assert ITO not in page
    assert visitor.post(_url(issued, "send/")).status_code == 409
    assert LinkCode.everywhere.count() == 0
    house = cast.client("steward")
    told = house.post(cast.url(f"reports/links/{issued.link.pk}/code/"))
    code = re.search(r"<b>(\d{3} \d{3})</b>", told.content.decode())[1]
    assert "電話で伝えてください" in told.content.decode()
    assert "no-store" in told["Cache-Control"]
    assert visitor.post(_url(issued, "code/"), {"code": code}).status_code == 302
    assert "people:link:code_told" in _events(cast)
    assert code not in house.get(cast.url(f"reports/sheets/{final.pk}/share/")).content.decode()


def test_a_code_is_nowhere_readable_in_the_database(cast, final):
    issued = _share(cast, final)
    code = _code(cast, issued)
    kept = LinkCode.everywhere.get()
    assert code not in kept.code_hash
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM people_link")
        row = b" ".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchone()
        )
    for secret in (issued.secret, "torihiki", "伊藤"):
        assert secret.encode() not in row


def test_the_steward_makes_mails_and_stops_a_link_on_the_page(cast, final, box):
    client, url = cast.client("steward"), cast.url(f"reports/sheets/{final.pk}/share/")
    assert "社外の方に見せる" in client.get(cast.url(f"checks/{final.pk}/result/")).content.decode()
    given = {"name": "伊藤 様", "address": ITO, "days": "7", "mail": "1"}
    made = client.post(url, given).content.decode()
    secret = re.search(r"/link/([\w-]{40,})/", made)[1]
    send_due(organisation_id="", person_id=None, progress=lambda _done, _total: None)
    assert f"/link/{secret}/" in box.text_to(ITO)
    assert secret not in client.get(url).content.decode(), "it is shown once"
    link = Link.everywhere.get()
    assert client.post(cast.url(f"reports/links/{link.pk}/stop/")).status_code == 302
    assert Client().get(f"/link/{secret}/").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"name": "", "address": ITO, "days": "7"},
        {"name": "x", "address": "ito", "days": "7"},
        {"name": "x", "address": "伊藤@torihiki.example", "days": "7"},
        {"name": "x", "address": ITO, "days": "400"},
        {"name": "x", "address": ITO, "days": ""},
    ],
)
def test_a_form_with_a_mistake_gives_no_link(cast, final, given):
    response = cast.client("steward").post(cast.url(f"reports/sheets/{final.pk}/share/"), given)
    assert response.status_code == 400
    assert Link.everywhere.count() == 0


def test_a_draft_is_shown_to_nobody_outside(cast):
    owner = cast.actor("owner")
    with scope(organisation=owner.organisation):
        draft = begin(owner, public_packs()[0])
        with pytest.raises(sharing.NotFinal):
            sharing.share(owner, draft, name="x", address=ITO, until_on=clock.today())
    given = {"name": "伊藤", "address": ITO, "days": "7"}
    page = cast.client("owner").post(cast.url(f"reports/sheets/{draft.pk}/share/"), given)
    assert "まだ確定していない回" in page.content.decode()
    assert Link.everywhere.count() == 0


def test_a_link_is_somebodys_and_ends(cast, final):
    actor = cast.actor("owner")
    with scope(organisation=actor.organisation):
        about = ("sheet", final.pk)
        with pytest.raises(links.BoundToNobody):
            links.issue(actor, sharing.SELF_CHECK, about=about, until_on=clock.today())
        with pytest.raises(links.BoundToNobody):
            links.issue(
                actor,
                sharing.SELF_CHECK,
                about=about,
                until_on=clock.today(),
                person=cast.person("staff"),
                outside=Recipient(ITO),
            )
        for days in (-1, 91):
            until = clock.today() + datetime.timedelta(days=days)
            with pytest.raises(links.LastsTooLong):
                links.issue(actor, sharing.SELF_CHECK, about=about, until_on=until, outside=Recipient(ITO))


def test_a_link_with_one_use_opens_once_and_stays_open_there(cast, final):
    actor = cast.actor("owner")
    with scope(organisation=actor.organisation):
        issued = links.issue(
            actor,
            sharing.SELF_CHECK,
            about=("sheet", final.pk),
            until_on=clock.today(),
            person=cast.person("staff"),
            most_uses=1,
        )
    visitor = _open(cast, issued)
    assert visitor.get(_url(issued, "report/")).status_code == 200
    assert Client().get(_url(issued)).status_code == 404
    with scope(organisation=actor.organisation):
        leave(actor, cast.person("staff"), until_on=_yesterday())
    assert visitor.get(_url(issued, "report/")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_sixty_four_guessers_at_once_get_five_tries_between_them(cast, final):
    issued = _share(cast, final)
    code = _code(cast, issued)
    answers: list[str] = []
    start = threading.Barrier(64)

    def guess() -> None:
        try:
            start.wait(30)
            with scope(organisation=issued.link.organisation):
                for _ in range(3):
                    try:
                        codes.try_code(issued.link, _wrong(code))
                    except (codes.CodeWrong, codes.Locked) as refused:
                        answers.append(type(refused).__name__)
        finally:
            database.close()

    guessers = [threading.Thread(target=guess) for _ in range(64)]
    for guesser in guessers:
        guesser.start()
    for guesser in guessers:
        guesser.join(120)
    assert len(answers) == 64 * 3
    assert answers.count("CodeWrong") == MOST
    assert len(LinkTries.objects.get().wrong) == MOST
