"""The parts of verify.html that follow from elsewhere: the sentences of verify.py, and the hashes in its policy.

Run `python -m tests.trail.page` after a change of either; a test holds them together.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re

from tests.trail import made


def table(name: str, words: dict[str, tuple[str, str]]) -> str:
    lines = [f"  {code}: {json.dumps(list(pair), ensure_ascii=False)}," for code, pair in words.items()]
    return f"const {name} = {{\n" + "\n".join(lines) + "\n};"


def renewed(page: str) -> str:
    """The page with today's sentences and hashes."""
    module = made.verifier()
    for name in ("WORDS", "FACTS"):
        fresh = table(name, getattr(module, name))
        page = re.sub(
            rf"const {name} = \{{.*?\}};", lambda _, fresh=fresh: fresh, page, count=1, flags=re.DOTALL
        )
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        page = re.sub(rf"{directive} '[^']*'", f"{directive} 'sha256-{digest}'", page, count=1)
    return page


def main() -> None:
    made.VERIFY_HTML.write_text(renewed(made.VERIFY_HTML.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
