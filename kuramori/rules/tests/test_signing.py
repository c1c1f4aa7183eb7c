import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules import signing

# RFC 8037, appendix A.1–A.3: the key of RFC 8032's first test, and its thumbprint.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_key_and_thumbprint_are_those_of_the_standard():
    public = signing.public_of(SEED)
    assert signing.jwk(public) == {"crv": "Ed25519", "kty": "OKP", "x": X}
    assert signing.thumbprint(public) == THUMBPRINT


def test_the_digits_read_out_are_eight_groups_of_five_and_of_the_thumbprint():
    groups = signing.digits(signing.public_of(SEED))
    number = int.from_bytes(base64.urlsafe_b64decode(THUMBPRINT + "="), "big")
    assert [len(group) for group in groups] == [5] * 8
    assert int("".join(groups)) == number % 10**40


@given(st.binary(max_size=200))
def test_a_signature_fits_its_message_purpose_and_key_and_nothing_else(message):
    public = signing.public_of(SEED)
    signature = signing.sign(SEED, "receipt", message)
    assert signing.fits(public, "receipt", message, signature)
    assert not signing.fits(public, "hand-over", message, signature)
    assert not signing.fits(public, "receipt", message + b"!", signature)
    assert not signing.fits(signing.public_of(bytes(32)), "receipt", message, signature)
    assert not signing.fits(public, "receipt", message, bytes([signature[0] ^ 1]) + signature[1:])


def test_a_message_cannot_smuggle_in_another_purpose():
    public = signing.public_of(SEED)
    signature = signing.sign(SEED, "a", b"b\nmessage")
    assert not signing.fits(public, "a\nb", b"message", signature)


@pytest.mark.parametrize("purpose", ["", "Receipt", "a b", "a\n", "1a", "-a", "a" * 41, "受領"])
def test_a_purpose_of_another_form_is_refused(purpose):
    with pytest.raises(signing.PurposeUnusable):
        signing.sign(SEED, purpose, b"message")


@pytest.mark.parametrize(
    ("public", "signature"), [(b"", b""), (b"x" * 31, b"y" * 64), (b"x" * 32, b"y" * 63)]
)
def test_malformed_keys_and_signatures_do_not_fit(public, signature):
    assert not signing.fits(public, "receipt", b"message", signature)
