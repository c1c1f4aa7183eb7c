"""A drawing may not go to a supplier; its assurance rises, and the door opens. And what is not shared needs two."""

from __future__ import annotations

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.outside import clock
from kuramori.work.ledger.tests import making
from kuramori.work.partners.tests import agreed
from tests.cast import Cast
from tests.journeys.barriers import PHONE, Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def test_a_denied_share_opens_after_the_partners_assurance_rose(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        making.asset(steward, name="減速機の加工図", required_assurance="A2")
        agreed.concluded(cast.actor("owner"))
    page, watch = visit(client=cast.client("steward")), Watch()

    page.goto(cast.url("sharing/deciding/"))
    watch.look(page)
    page.get_by_role("link", name="渡してよいか確かめる").first.click()
    page.get_by_label("情報（番号か名前）").fill("減速機")
    page.get_by_label("相手（取引先の名前かコード）").fill("仮想重機")
    page.get_by_role("button", name="次へ").click()
    page.get_by_label("目的").fill("量産見積")
    watch.look(page)
    page.get_by_role("button", name="確かめる", exact=True).click()
    expect(page.get_by_text("いまは渡せない")).to_be_visible()
    expect(page.get_by_role("heading", name="戸を開けるには")).to_be_visible()
    watch.look(page)

    on_a_phone(page)
    page.get_by_role("link", name="確認の段階を記録する").click()
    page.get_by_label("情報管理").select_option(label="根拠つき自己確認")
    page.get_by_label("IT").select_option(label="根拠つき自己確認")
    page.get_by_label("何で確かめたか").fill("訪問して保管庫を見た")
    watch.look(page)
    on_a_phone(page)
    page.get_by_role("button", name="確認の段階を記録する").click()
    expect(page.get_by_text("いま数える")).to_be_visible()

    page.goto(cast.url("sharing/deciding/"))
    page.get_by_role("link", name="減速機の加工図").click()
    expect(page.get_by_text("いまなら答えはこうです: 条件を守れば渡せます。")).to_be_visible()
    page.get_by_role("link", name="いまの記録で確かめ直す").click()
    page.get_by_role("button", name="確かめる", exact=True).click()
    expect(page.get_by_role("heading", name="条件を守れば、渡せます")).to_be_visible()
    expect(page.get_by_text("ほかへ渡さない。見るだけにするか、透かしを入れる")).to_be_visible()
    expect(page.get_by_role("link", name="渡す準備を始める")).to_be_visible()
    watch.look(page)
    page.get_by_role("button", name="同じ答えになることを確かめる").click()
    expect(page.get_by_text("同じ答えになりました")).to_be_visible()
    page.goto(cast.url("sharing/deciding/matrix/"))
    expect(page.get_by_role("link", name="仮想重機株式会社 条件つき")).to_be_visible()
    watch.look(page)
    watch.ends_well()


def test_what_is_not_shared_opens_by_the_owner_and_somebody_else(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        item = making.asset(cast.actor("steward"), name="配合表", layer="never", made_on=clock.today())
    owner, steward = visit(client=cast.client("owner")), visit(client=cast.client("steward"))
    watch = Watch()
    owner.goto(cast.url(f"ledger/{item.pk}/reclassify/"))
    owner.get_by_role("link", name="共有しないを解く").click()
    owner.get_by_label("わけ").fill("保守を任せる会社に、要る部分だけ渡すため")
    watch.look(owner)
    owner.get_by_role("button", name="解くことを申し出る").click()
    expect(owner.get_by_text("もう1人が確かめるまで、何も変わりません")).to_be_visible()
    steward.goto(cast.url())
    steward.get_by_role("link", name="確かめる").first.click()
    watch.look(steward)
    steward.get_by_role("button", name="確かめて、共有しないを解く").click()
    expect(steward.get_by_text("は、今日から「NDAがあれば共有」です")).to_be_visible()
    watch.ends_well()
