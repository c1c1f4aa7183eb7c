"""verify.html from a file, in a browser: the same verdicts as verify.py, in words that a receiver understands."""

from __future__ import annotations

import base64
import os
import random
import uuid
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kuramori.outside.tests.stamping import stamper
from tests.journeys.barriers import RULES, Watch
from tests.journeys.conftest import OpenPage
from tests.trail import made, mutating
from tests.trail.page import renewed
from tests.trail.stamping_house import Sato, stamped_pack, stamping

RUNS = 5_000 if os.environ.get("KURAMORI_LONG") == "1" else 150
JUDGE = """async ({files, key, held}) => {
  const file = (name, text) => new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name);
  const given = files.map(([name, text]) => ({name: name, file: file(name, text)}));
  const checked = await verify(given, {key: key, held: held.map(([name, text]) => file(name, text))});
  const reasons = checked.flatMap(({report}) => report.findings.map((one) => one.code));
  return [exitOf(checked), [...new Set(reasons)].sort()];
}"""

# What a browser does when somebody pastes: tells that it will, then puts the text in.
PASTE = "(field, text) => { field.dispatchEvent(new Event('paste')); field.value = text; }"


@pytest.fixture
def page(visit: OpenPage) -> Page:
    opened = visit()
    opened.goto(made.VERIFY_HTML.as_uri())
    return opened


def judged(
    page: Page, files: dict[str, bytes], *, key: str = "", held: dict[str, bytes] | None = None
) -> Any:
    def told(some: dict[str, bytes]) -> list[list[str]]:
        return [[name, base64.b64encode(data).decode()] for name, data in some.items()]

    code, reasons = page.evaluate(JUDGE, {"files": told(files), "key": key, "held": told(held or {})})
    return code, set(reasons)


def without_barriers(page: Page) -> None:
    watch = Watch()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        watch.found += [fault["id"] for fault in Axe().run(page, options=RULES).response["violations"]]
    watch.measure(page, "verify.html")
    watch.ends_well()


def by_python(folder: Path, files: dict[str, bytes], **brought: Any) -> Any:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return made.judged(*(folder / name for name in files), **brought)


def test_the_page_holds_the_sentences_of_verify_py_and_lets_nothing_else_run() -> None:
    text = made.VERIFY_HTML.read_text(encoding="utf-8")
    assert text == renewed(text)
    assert len(text.encode()) <= 100 * 1024
    assert "default-src 'none'" in text
    assert "unsafe" not in text


def test_a_receiver_drops_a_pack_and_reads_the_verdict_in_both_languages(page: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    members = made.log_of(40).pack([3, 5, 17])
    good.write_bytes(made.zipped(members))
    changed = members["entries.jsonl"].replace("見本".encode(), "別人".encode())
    bad.write_bytes(made.zipped({**members, "entries.jsonl": changed}))
    page.set_input_files("#files", good)
    result = page.locator(".result")
    expect(result).to_have_attribute("data-exit", "0")
    expect(result).to_contain_text("○ 合っています")
    expect(result).to_contain_text(made.verifier().read_key(made.LOG.verifier.text).fingerprint)
    without_barriers(page)
    page.get_by_text("別の方法で受け取った鍵や控えがある方").click()
    page.fill("#key", made.LOG.verifier.text)
    page.locator("#key").blur()
    expect(result).not_to_contain_text("比べる鍵を渡されていない")
    page.set_input_files("#files", bad)
    expect(result).to_have_attribute("data-exit", "1")
    expect(result).to_contain_text("書き換えられています")
    page.get_by_role("button", name="English").click()
    expect(result).to_contain_text("BAD")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    without_barriers(page)


def test_a_proof_from_a_letter_asks_for_the_key_and_is_checked_once_it_is_pasted(
    page: Page, tmp_path: Path
) -> None:
    log = made.log_of(40)
    (tmp_path / "one.tlog-proof").write_text(log.proof(12), encoding="utf-8")
    (tmp_path / "one.entry.json").write_text(log.entry(12), encoding="utf-8")
    expect(page.locator("#key")).not_to_be_visible()
    page.set_input_files("#files", sorted(tmp_path.iterdir()))
    expect(page.locator(".result")).to_have_attribute("data-exit", "2")
    expect(page.locator("#key")).to_be_visible()
    page.locator("#key").evaluate(PASTE, made.LOG.verifier.text)
    expect(page.locator(".result")).to_have_attribute("data-exit", "0")


def test_an_unpacked_folder_is_judged_like_the_pack(page: Page, tmp_path: Path) -> None:
    members = made.log_of(40).pack([3], **{"documents/a.txt": b"a"})
    folder = made.laid(tmp_path / "pack", members)
    page.set_input_files("#folder", folder)
    expect(page.locator(".result")).to_have_attribute("data-exit", "0")
    (folder / "documents" / "b.txt").write_text("b", encoding="utf-8")
    page.set_input_files("#folder", folder)
    expect(page.locator(".result")).to_have_attribute("data-exit", "1")
    expect(page.locator(".result")).to_contain_text("documents/b.txt")


def test_held_checkpoints_are_compared_as_verify_py_compares_them(page: Page, tmp_path: Path) -> None:
    log, fork = made.log_of(64), made.log_of(64)
    fork.leaves[7] = fork.leaves[7].replace('"person":"7"', '"person":"8"')
    pack = {"pack.zip": made.zipped(log.pack([3]))}
    cases = {
        "same": log.checkpoint(64), "earlier": log.checkpoint(21), "fork": fork.checkpoint(64),
        "other": fork.checkpoint().replace("kuramori/0", "kuramori/1"), "paper": log.checkpoint(65).split("\n\n")[0],
        "proof": log.proof(3),
    }  # fmt: skip
    for name, text in cases.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        ours = by_python(tmp_path, pack, held=(str(tmp_path / name),))
        assert judged(page, pack, held={name: text.encode()}) == ours, name


def test_page_and_program_give_the_same_verdict_on_changed_material(
    page: Page, tmp_path: Path, record_property: Any
) -> None:
    chance, log = random.Random(5), made.log_of(120)
    members = log.pack([3, 50, 51, 100])
    archive, other = made.zipped(members), made.zipped(log.pack([4]))
    policy = tmp_path / "outside"
    policy.write_text(log.policy(), encoding="utf-8")
    genuine = {"a.tlog-proof": log.proof(77).encode(), "a.entry.json": log.entry(77).encode()}
    differing, codes = [], list[int]()
    for number in range(RUNS):
        if number % 3 == 0:
            name = chance.choice([*members])
            changed = mutating.changed(members[name], members["entries.jsonl"], chance)
            files = {"pack.zip": made.zipped({**members, name: changed})}
        elif number % 3 == 1:
            files = {"pack.zip": mutating.changed(archive, other, chance)}
        else:
            name = chance.choice([*genuine])
            files = {**genuine, name: mutating.changed(genuine[name], log.proof(5).encode(), chance)}
        ours = by_python(tmp_path, files, policy=str(policy))
        theirs = judged(page, files, key=log.policy())
        codes.append(ours[0])
        assert "internal" not in theirs[1], (number, theirs)
        if ours[0] != theirs[0]:
            differing.append((number, ours, theirs, {name: data[:300] for name, data in files.items()}))
    record_property("materials judged by both", len(codes))
    assert differing == []
    assert {1, 2} <= set(codes)


@pytest.mark.django_db(transaction=True)
def test_the_page_says_how_far_a_stamp_reaches_and_that_it_leaves_it_to_the_script(
    page: Page, settings: Any, tmp_path: Path
) -> None:
    authority = stamper(tmp_path / "tsa")
    with stamping(settings, authority):
        members = stamped_pack(Sato(uuid.uuid4()), [3, 41, 65])
    files = {"pack.zip": made.zipped(members)}
    assert judged(page, files) == by_python(tmp_path, files)
    pack = tmp_path / "pack.zip"
    page.set_input_files("#files", pack)
    result = page.locator(".result")
    expect(result).to_have_attribute("data-exit", "0")
    expect(result).to_contain_text("番号 60 より前")
    expect(result).to_contain_text("このページでは確かめられません")
    changed = {**members, "stamped": members["stamped"].replace(b"\n60\n", b"\n59\n")}
    other = tmp_path / "changed.zip"
    other.write_bytes(made.zipped(changed))
    page.set_input_files("#files", other)
    expect(result).to_have_attribute("data-exit", "1")
