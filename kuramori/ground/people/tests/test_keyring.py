import datetime

import pytest
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from kuramori.ground.people import keyring
from kuramori.ground.people.actor import ElevationNeeded, NotAllowed
from kuramori.ground.people.found import found
from kuramori.ground.people.models import Account, OrganisationKey, OrganisationKind
from kuramori.ground.trail.read import lines
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken
from kuramori.rules import notes, signing

# Of today: who plays a part here holds a role from today on.
MORNING = datetime.datetime.combine(clock.today(), datetime.time(9), tzinfo=clock.TOKYO)


def _raw():
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM people_organisationkey ORDER BY from_at")
        return [None if value is None else bytes(value) for (value,) in cursor.fetchall()]


def _events(organisation):
    return [line.event for line in lines(organisation.pk)]


def test_an_organisation_is_founded_with_a_key(db):
    account = Account.objects.create(email="owner@reiji.example")
    made = found(
        account, name="例示表面処理", slug="reiji", kinds=[OrganisationKind.COMPANY], owner_name="例 示"
    ).organisation
    (key,) = keyring.public(made)
    assert key.is_in_use
    assert notes.verifier_from(key.verifier).public == key.public
    assert key.thumbprint == signing.thumbprint(key.public)
    assert "people:key:made" in _events(made)


def test_an_organisation_of_before_gets_its_key_when_it_first_needs_one(acting):
    assert keyring.public(acting.organisation) == ()
    signed = keyring.sign(acting.organisation, "receipt", b"message")
    (key,) = keyring.public(acting.organisation)
    assert signed.thumbprint == key.thumbprint
    assert keyring.active(acting.organisation) == key
    assert _events(acting.organisation) == ["people:key:made"]


def test_what_was_signed_is_checked_with_the_public_key_alone(acting):
    signed = keyring.sign(acting.organisation, "receipt", b"message")
    key = keyring.active(acting.organisation)
    assert keyring.verify(key, "receipt", b"message", signed.signature)
    assert not keyring.verify(key, "hand-over", b"message", signed.signature)
    assert not keyring.verify(key, "receipt", b"massage", signed.signature)
    assert not keyring.verify(keyring.active(_other(acting)), "receipt", b"message", signed.signature)


def _other(cast):
    return cast.actor("owner", at=cast.there).organisation


def test_each_organisation_has_a_key_of_its_own(acting):
    here = keyring.active(acting.organisation)
    there = keyring.active(_other(acting))
    assert here.public != there.public
    assert keyring.public(acting.organisation) == (here,)


def test_a_new_key_takes_over_and_the_old_one_still_checks_what_it_signed(acting):
    with clock.standing_at(MORNING):
        before = keyring.sign(acting.organisation, "receipt", b"before")
    with clock.standing_at(MORNING + datetime.timedelta(days=2)):
        new = keyring.rotate(acting.actor("owner"))
        after = keyring.sign(acting.organisation, "receipt", b"after")
        held, old = keyring.public(acting.organisation)
    assert (held, after.thumbprint) == (new, new.thumbprint)
    assert old.until_at == new.from_at
    assert keyring.verify(old, "receipt", b"before", before.signature)
    assert not keyring.verify(old, "receipt", b"after", after.signature)
    assert _events(acting.organisation)[0] == "people:key:rotated"


def test_an_organisation_without_a_key_gets_one_and_not_two(acting):
    keyring.rotate(acting.actor("owner"))
    assert len(keyring.public(acting.organisation)) == 1
    assert _events(acting.organisation) == ["people:key:made"]


def test_the_keys_of_a_day_are_told_and_of_the_day_of_change_both(acting):
    days = [MORNING.date() + datetime.timedelta(days=n) for n in (-1, 0, 2, 3)]
    with clock.standing_at(MORNING):
        old = keyring.active(acting.organisation).thumbprint
    with clock.standing_at(MORNING + datetime.timedelta(days=2)):
        new = keyring.rotate(acting.actor("owner")).thumbprint
    told = [[key.thumbprint for key in keyring.public(acting.organisation, on=day)] for day in days]
    assert told == [[], [old], [new, old], [new]]


def test_the_private_part_of_an_old_key_is_gone(acting):
    keyring.active(acting.organisation)
    keyring.rotate(acting.actor("owner"))
    old, new = _raw()
    assert old is None
    assert new is not None


def test_two_keys_can_never_be_in_use_at_once(acting):
    keyring.active(acting.organisation)
    row = OrganisationKey.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationKey.objects.create(
            organisation=acting.organisation,
            verifier=row.verifier,
            thumbprint="x" * 43,
            private="y",
            from_at=clock.now(),
        )


def test_only_an_owner_in_an_elevated_session_changes_the_key(acting):
    with pytest.raises(NotAllowed):
        keyring.rotate(acting.actor("steward"))
    with pytest.raises(ElevationNeeded):
        keyring.rotate(acting.actor("owner", elevated=False))
    assert keyring.public(acting.organisation) == ()


def test_the_database_holds_no_private_key_in_clear(acting):
    keyring.active(acting.organisation)
    row = OrganisationKey.objects.get()
    (sealed,) = _raw()
    assert row.private.encode() not in sealed
    assert len(row.private) == 44


def test_a_private_key_moved_to_another_row_or_altered_does_not_open(acting):
    keyring.active(acting.organisation)
    keyring.active(_other(acting))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT private FROM people_organisationkey WHERE organisation_id != %s", [_id(acting)]
        )
        (foreign,) = cursor.fetchone()
        cursor.execute(
            "UPDATE people_organisationkey SET private = %s WHERE organisation_id = %s",
            [foreign, _id(acting)],
        )
    with pytest.raises(SealBroken):
        keyring.sign(acting.organisation, "receipt", b"message")


def _id(cast):
    field = OrganisationKey._meta.get_field("organisation")
    return field.get_db_prep_save(cast.organisation.pk, connection)


def test_a_sealed_text_cannot_be_searched_by_nor_written_by_a_query(acting):
    keyring.active(acting.organisation)
    private = OrganisationKey.objects.get().private
    for query in ({"private": private}, {"private__contains": "a"}, {"private__in": [private]}):
        with pytest.raises(FieldError):
            OrganisationKey.objects.filter(**query).exists()
    with pytest.raises(TypeError), transaction.atomic():
        OrganisationKey.objects.update(private="in clear")
    assert OrganisationKey.objects.filter(private__isnull=False).count() == 1


def test_a_list_of_values_shows_sealed_bytes_and_not_the_text(acting):
    keyring.active(acting.organisation)
    private = OrganisationKey.objects.get().private
    (shown,) = OrganisationKey.objects.values_list("private", flat=True)
    assert private not in repr(shown)


def test_a_deferred_text_opens_when_it_is_asked_for(acting):
    keyring.active(acting.organisation)
    assert OrganisationKey.objects.defer("private").get().private == OrganisationKey.objects.get().private


def test_the_instance_has_a_key_in_a_file_of_its_own():
    signed = keyring.sign_as_instance("receipt", b"message")
    key = keyring.instance()
    path = settings.VAULT.folder / keyring.INSTANCE_KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert signed.thumbprint == key.thumbprint
    assert keyring.verify(key, "receipt", b"message", signed.signature)


def test_signing_needs_no_open_scope_and_leaves_none(cast):
    keyring.sign(cast.organisation, "receipt", b"message")
    with scope(organisation=cast.organisation):
        assert OrganisationKey.objects.count() == 1
