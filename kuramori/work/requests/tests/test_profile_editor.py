"""The editor of a profile: what stands for answers item by item, many lines at once, and nothing refused quietly."""

from __future__ import annotations

import datetime

import pytest

from kuramori.outside import clock
from kuramori.rules.requests.claiming import Held, claimed
from kuramori.rules.requests.requirements import Required, read_requirements
from kuramori.work.requests import profiling
from kuramori.work.requests.asking_content import equivalents
from kuramori.work.requests.models import Axis, Profile
from kuramori.work.requests.tests import asking_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


def _form(profile, **other):
    said = read_requirements(profile.content)
    told = {"name": profile.name, "klass": profile.klass, "axis": profile.axis}
    for one in said.required:
        told |= {f"level-{one.item}": str(one.level), f"why-{one.item}": one.why}
    return told | other


def _save(acting, profile, **other):
    url = acting.url(f"requests/profiles/{profile.pk}/save/")
    return acting.client("owner").post(url, _form(profile, **other))


def _newest():
    return read_requirements(Profile.objects.order_by("-edition").first().content)


def test_an_equivalent_begins_with_the_items_that_the_content_proposes(owner):
    said = {one.id: one for one in read_requirements(asking_world.profile(owner).content).equivalents}
    assert said["tics"].items == ()
    assert "q04" not in said["isms"].items
    assert len(said["isms"].items) == 18


def test_what_is_held_spares_only_the_items_it_was_accepted_for(owner, acting):
    profile = asking_world.profile(owner)
    answered = _save(
        acting, profile, equivalent=["isms"], column=["isms"],
        **{"instead-q01": ["isms"], "instead-q17": ["isms"]},
    )  # fmt: skip
    assert answered.status_code == 302
    (accepted,) = _newest().equivalents
    assert accepted.items == ("q01", "q17")
    held = claimed(_newest(), {}, [Held("isms")], on=clock.today())
    assert held.covered == {"q01", "q17"}
    ended = Held("isms", valid_until=clock.today() - datetime.timedelta(days=1))
    assert claimed(_newest(), {}, [ended], on=clock.today()).covered == frozenset()


def test_what_was_ticked_just_now_begins_as_proposed_and_is_shown_in_the_table(owner, acting):
    profile = asking_world.profile(owner)
    page = _save(acting, profile, equivalent=["scs4"], many="1").content.decode()
    assert page.count('name="instead-') == len(read_requirements(profile.content).required)
    assert 'name="instead-q18" value="scs4" checked' in page
    assert 'name="instead-q01" value="scs4" checked' not in page
    assert _save(acting, profile, equivalent=["scs4"]).status_code == 302
    assert [one.items for one in _newest().equivalents] == [("q17", "q18", "q19")]


def test_an_equivalent_is_set_for_a_whole_part_at_once(owner, acting):
    profile = asking_world.profile(owner)
    page = _save(acting, profile, **{"many": "1", "many-part": "m9", "many-instead": "yes-tisax"})
    text = page.content.decode()
    assert 'name="instead-q19" value="tisax" checked' in text
    assert 'name="instead-q01" value="tisax" checked' not in text
    assert Profile.objects.count() == 1


def test_an_equivalent_for_nothing_or_on_the_other_axis_is_refused_by_name(owner, acting):
    profile = asking_world.profile(owner)
    refused = _save(acting, profile, equivalent=["isms"], column=["isms"])
    assert refused.status_code == 422
    assert "ISMS が代わりになる設問を1つは選ぶか" in refused.content.decode()
    wanted = profiling.ProfileWanted(
        "IT", "B", Axis.IT, [Required("q05", 2, "止まると困るため。")], ("tics",)
    )
    with pytest.raises(profiling.ProfileRefused) as caught:
        profiling.change(owner, profile, wanted)
    assert "TICS" in caught.value.sentence


def test_a_level_that_is_none_of_the_pack_is_refused_instead_of_kept_as_it_was(owner, acting):
    profile = asking_world.profile(owner)
    for written in ("9", "二"):
        refused = _save(acting, profile, **{"level-q03": written})
        assert refused.status_code == 422
        assert "この設問の段と合いません" in refused.content.decode()
    assert Profile.objects.count() == 1


def test_every_item_that_the_content_names_is_one_of_its_pack():
    known = {f"q{n:02d}" for n in range(1, 20)}
    for one in equivalents():
        assert set(one.covers.get(asking_world.PACK, ())) <= known
