"""One door to the network: kuramori.outside.net. Everybody else asks it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house import tree

# One worker reads the whole tree, once.
pytestmark = pytest.mark.xdist_group("tree")

REACHING = {
    "aiohttp", "asyncio", "ftplib", "http.client", "httplib2", "httpx", "imaplib", "nntplib", "poplib", "requests",
    "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "websocket",
    "xmlrpc", "http.server", "minio",
}  # fmt: skip

# Who may import one of them beside kuramori/outside/net, and why.
ALSO = {
    "kuramori/site/ports.py": ({"socket"}, "listens on a port of this computer"),
    "kuramori/site/supervise.py": ({"socket"}, "passes the listening socket on to the web process"),
    "kuramori/site/cli/before_serving.py": ({"socket"}, "types of the listening socket"),
    "kuramori/outside/mail.py": ({"smtplib", "ssl"}, "speaks SMTP over a socket of kuramori.outside.net"),
    "kuramori/outside/object_store.py": (
        {"minio", "urllib3"},
        "speaks S3 over the pool of kuramori.outside.net",
    ),
    "kuramori/ground/people/sign_on.py": ({"requests"}, "hands allauth the session of kuramori.outside.net"),
    "kuramori/ground/people/sign_on_flow.py": ({"requests"}, "the type of that session"),
    "kuramori/ground/people/views_sign_on.py": ({"requests"}, "the error of that session"),
    "kuramori/site/lan/addresses.py": ({"socket"}, "asks this computer for its own addresses"),
    "kuramori/site/lan/worker.py": ({"ssl"}, "serves the office network with its certificate"),
}


def _imported(module: ast.Module) -> set[str]:
    found = set()
    for node in tree.nodes(module):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def _reaching(module: ast.Module) -> set[str]:
    imported = _imported(module)
    return {known for known in REACHING for name in imported if f"{name}.".startswith(f"{known}.")}


def test_nothing_but_the_one_door_can_open_a_connection() -> None:
    wrong = []
    seen = False
    for path, _, module in tree.product():
        reaching = _reaching(module)
        if path.is_relative_to(Path("kuramori/outside/net")):
            seen = seen or bool(reaching)
            continue
        allowed = ALSO.get(str(path), (set(), ""))[0]
        wrong += [f"{path}: {name}" for name in sorted(reaching - allowed)]
    assert seen
    assert wrong == []


def test_requests_makes_no_session_of_its_own() -> None:
    """Who may import `requests` for its types and errors gets the session from the one door."""
    wrong = [
        str(path)
        for path, text, _ in tree.product()
        if not path.is_relative_to(Path("kuramori/outside/net"))
        and re.search(
            r"requests\.(Session\(|get\(|post\(|request\(|put\()|urllib3\.(PoolManager|request)", text
        )
    ]
    assert wrong == []


def test_no_module_is_imported_by_a_made_up_name() -> None:
    """`importlib` and `__import__` would go round the test above."""
    wrong = [
        str(path)
        for path, _, module in tree.product()
        for node in tree.nodes(module)
        if isinstance(node, ast.Name) and node.id == "__import__"
    ]
    assert wrong == []
