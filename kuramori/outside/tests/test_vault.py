from __future__ import annotations

import pytest

from kuramori.outside.keys import KeyUnreadable
from kuramori.outside.vault import SealBroken, Vault


@pytest.fixture
def vault(tmp_path):
    return Vault(tmp_path / "keys")


def test_what_was_sealed_opens_with_the_same_key_and_context(vault):
    sealed = vault.sealer("trail", "a").seal("秘密".encode(), b"row 1")
    assert "秘密".encode() not in sealed
    assert vault.sealer("trail", "a").open(sealed, b"row 1") == "秘密".encode()
    assert Vault(vault.folder).sealer("trail", "a").open(sealed, b"row 1") == "秘密".encode()


def test_the_same_text_is_never_sealed_alike(vault):
    assert vault.sealer("trail").seal(b"x", b"") != vault.sealer("trail").seal(b"x", b"")


@pytest.mark.parametrize(
    ("purpose", "subject", "context"),
    [("trail", "b", b"row 1"), ("file", "a", b"row 1"), ("trail", "a", b"row 2")],
)
def test_another_organisation_purpose_or_row_opens_nothing(vault, purpose, subject, context):
    sealed = vault.sealer("trail", "a").seal(b"secret", b"row 1")
    with pytest.raises(SealBroken):
        vault.sealer(purpose, subject).open(sealed, context)


def test_any_changed_byte_is_noticed(vault):
    sealer = vault.sealer("trail", "a")
    sealed = sealer.seal(b"secret", b"")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            sealer.open(bytes(changed), b"")
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            sealer.open(sealed[:length], b"")


def test_the_root_key_is_for_its_owner_alone(vault):
    vault.key("trail")
    assert (vault.folder / "root.key").stat().st_mode & 0o777 == 0o600


def test_a_root_key_that_was_cut_is_refused(vault):
    vault.folder.mkdir()
    (vault.folder / "root.key").write_text("short\n")
    with pytest.raises(KeyUnreadable):
        vault.key("trail")
