"""The texts between a log and its witness, as C2SP tlog-witness has them."""

from __future__ import annotations

import base64

import pytest

from kuramori.rules.notes import NoteUnreadable
from kuramori.rules.witnessing import Submission, cosignatures_from, submission_from, told_size

# The example of the standard.
EXAMPLE = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
"""  # noqa: E501
COSIGNED = """— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
— witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==
"""  # noqa: E501


def test_the_example_of_the_standard_reads_and_is_written_alike():
    found = submission_from(EXAMPLE)
    assert (found.old, len(found.path)) == (20852014, 4)
    assert found.note.startswith("example.com/behind-the-sofa\n20852163\n")
    assert found.text == EXAMPLE


def test_without_a_proof_the_empty_line_follows_at_once():
    sent = Submission(0, (), "o\n1\nx\n\n— o y\n")
    assert sent.text == "old 0\n\no\n1\nx\n\n— o y\n"
    assert submission_from(sent.text) == sent


def test_the_answers_of_the_standard_read():
    assert [line.name for line in cosignatures_from(COSIGNED)] == ["witness.example/w1", "witness.example/w2"]
    assert told_size("20852014\n") == 20852014
    assert told_size("0\n") == 0


def test_at_most_63_hashes_are_read():
    step = base64.b64encode(bytes(32)).decode()
    assert len(submission_from("old 1\n" + f"{step}\n" * 63 + "\nnote").path) == 63
    with pytest.raises(NoteUnreadable):
        submission_from("old 1\n" + f"{step}\n" * 64 + "\nnote")


@pytest.mark.parametrize("text", ["", "\n", "01\n", "-1\n", "1 \n", "1\n\n", "x", "１\n", "9" * 20])
def test_a_size_is_written_in_one_way(text):
    with pytest.raises(NoteUnreadable):
        told_size(text)


@pytest.mark.parametrize("text", ["", "\n", COSIGNED[:-1], COSIGNED + "\n", "x" + COSIGNED, COSIGNED * 40])
def test_what_is_no_list_of_signature_lines_is_refused(text):
    with pytest.raises(NoteUnreadable):
        cosignatures_from(text)
