"""Pages inside the organisation: who gets in, what each does, what it refuses in words."""

from __future__ import annotations

import datetime

import pytest
from django_scopes import scope

from kuramori.ground.people.models import DepartmentTerm, Invitation, Membership, Organisation, Person, Token
from kuramori.ground.people.roles import Role
from kuramori.outside import clock

ROLES = [role.value for role in Role]


def _url(cast, path: str = "", at: str | None = None) -> str:
    return cast.url(f"people/{path}", at)


def _text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def invite(cast):
    """Posts the form of an invitation as somebody, with everything filled that is not told otherwise."""

    def post(by: str = "owner", **fields):
        filled = {"name": "浦野 千晴", "email": "", "role": "staff", "department": "", "until_on": ""}
        return cast.client(by).post(_url(cast, "invite/"), {**filled, **fields})

    return post


@pytest.mark.parametrize("role", ROLES)
def test_the_roster_opens_for_everybody_but_the_staff(cast, role):
    answer = cast.client(role).get(_url(cast))

    assert answer.status_code == (403 if role == "staff" else 200)


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_invite_sees_the_button_and_gets_the_form(cast, role):
    may = role in {"owner", "steward"}
    client = cast.client(role)

    if role != "staff":
        assert ("人を招く" in _text(client.get(_url(cast)))) is may
    assert client.get(_url(cast, "invite/")).status_code == (200 if may else 403)
    assert client.post(_url(cast, "invite/"), {"name": "x", "role": "staff"}).status_code == (
        200 if may else 403
    )


@pytest.mark.parametrize("role", ["section", "auditor", "expert"])
def test_who_may_only_read_sees_no_button_on_a_persons_page(cast, role):
    page = _text(cast.client(role).get(_url(cast, f"{cast.person('steward').pk}/")))

    assert "森下 健一" in page
    for verb in ("役割を変える", "最後の日を決める", "リンクを作る"):
        assert verb not in page


def test_the_trail_of_a_person_shows_to_who_may_read_it(cast):
    url = _url(cast, f"{cast.person('steward').pk}/")
    cast.client("owner").post(f"{url}link/")

    assert "田所 勝さんが森下 健一さんへ渡すリンクを作りました" in _text(cast.client("auditor").get(url))
    assert "リンクを作りました" not in _text(cast.client("section").get(url))


@pytest.mark.parametrize("path", ["", "invite/", "start/", "organisation/", "tokens/"])
def test_people_of_another_organisation_find_nothing_here(cast, path):
    assert cast.client("owner", at=cast.there).get(_url(cast, path)).status_code == 404
    assert cast.client("operator").get(_url(cast, path)).status_code == 404
    assert cast.client("stranger").get(_url(cast, path)).status_code == 404


@pytest.mark.parametrize("path", ["", "role/", "leave/", "link/"])
def test_a_person_of_another_organisation_is_not_found_under_ones_own(cast, path):
    url = _url(cast, f"{cast.person('staff', at=cast.there).pk}/{path}")
    client = cast.client("owner")

    answer = client.post(url, {"role": "staff", "until_on": "2030/1/1"}) if path else client.get(url)

    assert answer.status_code == 404


def test_the_roster_tells_roles_sign_in_and_last_days(cast, invite):
    invite()
    page = _text(cast.client("owner").get(_url(cast)))

    for told in ("外部専門家", "ログインできます", "招待中", "浦野 千晴", "いま7人います"):
        assert told in page
    assert "これまでの人" not in page


def test_experts_whose_last_day_has_passed_stand_under_those_before(cast):
    with scope(organisation=cast.organisation):
        last = Membership.objects.get(person=cast.person("expert")).until_on
    owner = cast.client("owner")
    with clock.standing_at(
        datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(9), clock.TOKYO)
    ):
        page = _text(owner.get(_url(cast)))

    assert page.index("これまでの人") < page.index("岩永 徹")


def test_a_lonely_owner_is_told_what_to_do_next(cast, client, db):
    with scope(organisation=cast.organisation):
        Membership.objects.exclude(role=Role.OWNER).delete()

    assert "まだおひとりです" in _text(cast.client("owner").get(_url(cast)))


def test_inviting_shows_the_link_once_with_a_text_to_hand_over(cast, invite):
    answer = invite(department="検査課")
    page = _text(answer)
    invitation = Invitation.everywhere.latest("created_at")

    assert "このリンクはこの画面でだけ見られます" in page
    assert "14日の間、1回だけ使えます" in page
    assert "http://testserver/join/" in page
    assert "浦野 千晴 様" in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert invitation.secret_hash not in page
    with scope(organisation=cast.organisation):
        assert DepartmentTerm.objects.get().name == "検査課"
        assert Membership.objects.get(person=invitation.person).department.terms.get().name == "検査課"


def test_a_department_that_exists_is_used_again(cast, invite):
    invite(department="検査課")
    invite(name="瀬川 光", department=" 検査課 ")

    assert DepartmentTerm.everywhere.count() == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"role": "expert"}, "外部専門家には、最後の日を決めてください。"),
        ({"role": "auditor", "outside": "on"}, "外部の方には、最後の日を決めてください。"),
        ({"role": "expert", "until_on": "2026/13/01"}, "「2026/13/01」という日はありません"),
        ({"role": "expert", "until_on": "そのうち"}, "「そのうち」は日付として読めません"),
        ({"until_on": "2020/01/01"}, "「最後の日」の 2020/01/01 は、もう過ぎています。"),
        ({"name": ""}, "ここが空です"),
        ({"email": "arroba"}, "メールアドレスとして読めません"),
        ({"email": "staff@kakuu-seiko.example"}, "このアドレスの方は、もう名簿にいます。"),
        ({"role": "king"}, "king"),
    ],
)
def test_what_is_wrong_is_told_in_words_and_nobody_is_added(cast, invite, fields, told):
    answer = invite(**fields)

    assert told in _text(answer)
    assert not Person.everywhere.filter(name="浦野 千晴").exists()


def test_a_refused_invitation_opens_no_department(cast, invite):
    invite(department="検査課", email="staff@kakuu-seiko.example")

    assert not DepartmentTerm.everywhere.exists()


@pytest.mark.parametrize(
    "written", ["{year}/03/31", "令和{reiwa}年3月31日", "R{reiwa}.3.31", "{wide}年３月３１日"]
)
def test_a_last_day_may_be_written_as_people_write_it(cast, invite, written):
    year = clock.today().year + 1
    wide = str(year).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    invite(role="expert", until_on=written.format(year=year, reiwa=year - 2018, wide=wide))

    row = Membership.everywhere.get(person__name="浦野 千晴")
    assert row.until_on == datetime.date(year, 3, 31)


def test_a_steward_is_not_offered_to_make_an_owner(cast, invite):
    page = _text(cast.client("steward").get(_url(cast, "invite/")))

    assert 'value="owner"' not in page
    assert "経営者" in _text(cast.client("owner").get(_url(cast, "invite/")))
    invite(by="steward", role="owner")
    assert not Person.everywhere.filter(name="浦野 千晴").exists()


def test_the_form_of_a_role_begins_with_what_holds_today(cast):
    page = _text(cast.client("owner").get(_url(cast, f"{cast.person('expert').pk}/")))

    with scope(organisation=cast.organisation):
        last = Membership.objects.get(person=cast.person("expert")).until_on
    assert f'value="{last:%Y/%m/%d}"' in page
    assert page.count("checked") == 1


def test_changing_a_role_leads_back_to_the_person(cast):
    url = _url(cast, f"{cast.person('staff').pk}/")

    answer = cast.client("steward").post(f"{url}role/", {"role": "section", "department": "検査課"})

    assert answer.url == url
    page = _text(cast.client("steward").get(url))
    assert "役割を部門担当にしました" in page
    assert "あとで書き改めました" in page


@pytest.mark.parametrize(
    ("path", "fields"),
    [("role/", {"role": "steward"}), ("leave/", {"until_on": "2030/01/01"})],
)
def test_the_last_owner_is_kept_and_the_page_says_why(cast, path, fields):
    answer = cast.client("owner").post(_url(cast, f"{cast.person('owner').pk}/{path}"), fields)

    assert answer.status_code == 400
    assert "経営者が1人もいなくなるため" in _text(answer)


def test_a_steward_is_refused_to_touch_an_owner(cast):
    url = _url(cast, f"{cast.person('owner').pk}/")
    client = cast.client("steward")

    assert client.post(f"{url}role/", {"role": "staff"}).status_code == 403
    assert client.post(f"{url}leave/", {"until_on": "2030/01/01"}).status_code == 403
    assert client.post(f"{url}link/").status_code == 403


def test_a_last_day_is_told_on_the_roster(cast):
    later = clock.today() + datetime.timedelta(days=9)
    client = cast.client("steward")

    answer = client.post(_url(cast, f"{cast.person('staff').pk}/leave/"), {"until_on": later.isoformat()})

    assert answer.url == _url(cast, f"{cast.person('staff').pk}/left/")
    assert f"{later.year}年{later.month}月{later.day}日" in _text(client.get(answer.url))


def test_an_unreadable_last_day_changes_nothing(cast):
    answer = cast.client("steward").post(
        _url(cast, f"{cast.person('staff').pk}/leave/"), {"until_on": "2026/02/30"}
    )

    assert "「2026/02/30」という日はありません" in _text(answer)
    with scope(organisation=cast.organisation):
        assert Membership.objects.get(person=cast.person("staff")).until_on is None


def test_a_password_that_is_not_ours_to_renew_is_told_with_the_way_on(cast, invite):
    secret = _text(invite()).split("/join/")[1].split("/")[0]
    cast.client("owner", at=cast.there).post(f"/join/{secret}/")
    person = Person.everywhere.get(name="浦野 千晴")

    client = cast.client("steward")
    answer = client.post(_url(cast, f"{person.pk}/link/"), follow=True)

    assert "運用者" in _text(answer)
    assert "/join/" not in _text(answer)


def test_a_fresh_link_is_shown_for_a_password(cast):
    page = _text(cast.client("steward").post(_url(cast, f"{cast.person('staff').pk}/link/")))

    assert "新しいパスワードを決めるリンクです" in page


def test_looking_at_a_link_address_makes_none(cast):
    assert cast.client("owner").get(_url(cast, f"{cast.person('staff').pk}/link/")).status_code == 405


@pytest.mark.parametrize("role", ROLES)
def test_only_the_owner_changes_the_organisation(cast, role):
    status = 200 if role == "owner" else 403

    assert cast.client(role).get(_url(cast, "organisation/")).status_code == status


def test_settings_are_kept_and_decide_the_rooms(cast):
    client = cast.client("owner")
    answer = client.post(
        _url(cast, "organisation/"), {"name": "架空精工㈱", "kinds": ["publisher"], "headcount": "22"}
    )

    assert answer.url == _url(cast, "organisation/")
    kept = Organisation.objects.get(slug=cast.here)
    assert (kept.name, kept.kinds, kept.headcount) == ("架空精工㈱", ["publisher"], 22)
    assert "自己チェック" not in _text(client.get(cast.url())).split('class="rooms"')[1].split("</nav>")[0]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"kinds": []}, {"kinds": ["castle"]}, {"headcount": "0"}, {"headcount": "沢山"}]
)
def test_wrong_settings_change_nothing(cast, wrong):
    cast.client("owner").post(
        _url(cast, "organisation/"), {"name": "別の名前", "kinds": ["company"], "headcount": "5", **wrong}
    )

    assert cast.organisation.name == "架空精工株式会社"


def test_a_department_is_added_once(cast):
    client = cast.client("owner")
    for _ in range(2):
        client.post(_url(cast, "organisation/departments/"), {"name": "検査課"})

    assert DepartmentTerm.everywhere.count() == 1
    assert "検査課" in _text(client.get(_url(cast, "organisation/")))


def test_a_department_without_a_name_is_refused_in_words(cast):
    answer = cast.client("owner").post(_url(cast, "organisation/departments/"), {"name": " "}, follow=True)

    assert "何も足していません" in _text(answer)


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_issue_tokens_sees_them(cast, role):
    status = 200 if role in {"owner", "steward"} else 403

    assert cast.client(role).get(_url(cast, "tokens/")).status_code == status


def test_the_secret_of_a_token_is_shown_once(cast):
    client = cast.client("steward")
    page = _text(
        client.post(
            _url(cast, "tokens/"),
            {
                "label": "月次の集計",
                "permissions": ["checks:sheet:read"],
                "expires_on": f"{clock.today():%Y/%m/%d}",
            },
        )
    )

    assert "kura_" in page
    again = _text(client.get(_url(cast, "tokens/")))
    assert "月次の集計" in again
    assert "kura_" not in again
    assert "自己チェックを見る" in again


@pytest.mark.parametrize(
    "wrong",
    [
        {"permissions": []},
        {"permissions": ["people:organisation:change"]},
        {"permissions": ["no:such:thing"]},
        {"expires_on": "2020/01/01"},
        {"expires_on": "2099/01/01"},
        {"label": ""},
    ],
)
def test_a_steward_issues_no_token_beyond_what_is_allowed(cast, wrong):
    filled = {
        "label": "集計",
        "permissions": ["checks:sheet:read"],
        "expires_on": f"{clock.today():%Y/%m/%d}",
    }

    answer = cast.client("steward").post(_url(cast, "tokens/"), {**filled, **wrong})

    assert "kura_" not in _text(answer)
    assert not Token.everywhere.exists()


def test_a_stopped_token_is_marked_so(cast):
    client = cast.client("owner")
    client.post(
        _url(cast, "tokens/"),
        {"label": "集計", "permissions": ["checks:sheet:read"], "expires_on": f"{clock.today():%Y/%m/%d}"},
    )
    token = Token.everywhere.get()

    client.post(_url(cast, f"tokens/{token.pk}/revoke/"))

    assert "止めました" in _text(client.get(_url(cast, "tokens/")))


def test_a_token_of_another_organisation_is_not_found(cast):
    cast.client("owner", at=cast.there).post(
        _url(cast, "tokens/", at=cast.there),
        {"label": "集計", "permissions": ["checks:sheet:read"], "expires_on": f"{clock.today():%Y/%m/%d}"},
    )
    token = Token.everywhere.get()

    assert cast.client("owner").post(_url(cast, f"tokens/{token.pk}/revoke/")).status_code == 404
    assert Token.everywhere.get().revoked_at is None
