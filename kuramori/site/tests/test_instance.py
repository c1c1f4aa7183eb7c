from __future__ import annotations

import pytest

from kuramori.site import instance


def written(folder, text):
    (folder / instance.FILE).write_text(text, encoding="utf-8")
    return instance.read(folder)


def test_without_the_file_everything_is_off(tmp_path):
    found = instance.read(tmp_path)
    assert (found.mail.host, found.timestamp.url, found.witness, found.sign_on) == ("", "", (), ())


def test_tables_and_lists_become_values(tmp_path):
    found = written(
        tmp_path,
        '[mail]\nhost = "mail.example.jp"\nport = 465\nsecurity = "tls"\n'
        '[[witness]]\nname = "仮想重機"\nurl = "https://w.example.jp/"\nkey = "w+00000000+AA=="\n',
    )
    assert (found.mail.host, found.mail.port) == ("mail.example.jp", 465)
    assert found.witness == (instance.Witness("仮想重機", "https://w.example.jp/", "w+00000000+AA=="),)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[mail]\nhots = 'a'\n", "mail.hots"),
        ("[mall]\n", "mall"),
        ("mail = 3\n", "mail"),
        ("[mail]\nport = '25'\n", "mail.port"),
        ("[mail]\nport = true\n", "mail.port"),
        ("[witness]\nname = 'a'\n", "witness"),
        ("[[witness]]\nname = 'a'\nurl = 'b'\n", "witness[1].key"),
        ("[site]\ntrusted_proxies = '192.0.2.1, kura'\n", "site.trusted_proxies"),
        ("[mail\n", "line 1"),
        ("[mail]\nhost = 'a'\nhost = 'b'\n", "line 3"),
    ],
)
def test_whatever_is_wrong_is_named(tmp_path, text, place):
    with pytest.raises(instance.InstanceFault) as caught:
        written(tmp_path, text)
    assert place in str(caught.value)


def test_a_password_is_never_shown(tmp_path):
    found = written(tmp_path, "[mail]\npassword = 'hunter2'\n")
    assert "hunter2" not in repr(found)
    with pytest.raises(instance.InstanceFault) as caught:
        written(tmp_path, "[mail]\npassword = 'hunter2'\nport = 'x'\n")
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path):
    with pytest.raises(instance.InstanceFault):
        written(tmp_path, "#" * 70_000)
    (tmp_path / instance.FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(instance.InstanceFault):
        instance.read(tmp_path)
