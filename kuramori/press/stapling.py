"""The job of the child that puts several of our own PDFs behind one another in one file.

What they claim stays true of the whole: the first one's claims (PDF/A, language, output intent) are the file's, the
structure that is read aloud is joined, and nothing is drawn anew. It only ever gets what the press has made.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from pikepdf import Array, Dictionary, Name, NumberTree, Object, OutlineItem, Page, Pdf, String

Part = tuple[list[Page], Object]
"""The pages of one paper and the root of its structure, both in the file that holds all."""


def staple(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """`values`: `{title, titles}`, one of `titles` per part: the bookmarks of the file, in this order."""
    with ExitStack() as opened:
        # Streams are read when the whole is saved, so every part stays open until then.
        made, *others = (opened.enter_context(Pdf.open(io.BytesIO(one))) for one in parts)
        laid: list[Part] = [(list(made.pages), made.Root.StructTreeRoot)]
        begins = [0]
        for other in others:
            begins.append(len(made.pages))
            laid.append(_behind(made, other))
        _join(made, laid)
        with made.open_outline() as outline:
            outline.root[:] = [
                OutlineItem(title, at) for title, at in zip(values["titles"], begins, strict=True)
            ]
        with made.open_metadata(set_pikepdf_as_editor=False) as about:
            about["dc:title"] = values["title"]
        told = io.BytesIO()
        made.save(told, deterministic_id=True)
        return told.getvalue()


def _behind(made: Pdf, other: Pdf) -> Part:
    at = len(made.pages)
    # The pages first: what points at a page that is not there yet would point at nothing.
    made.pages.extend(other.pages)
    return list(made.pages)[at:], made.copy_foreign(other.Root.StructTreeRoot)


def _join(made: Pdf, laid: list[Part]) -> None:
    """One structure of all: the roots side by side, numbers of pages and ids of cells told apart.

    ISO 32000-1, 14.7: a page tells its place in the parent tree by a number, a cell its heads by their ids.
    """
    whole = made.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(), RoleMap=Dictionary()))
    numbers: list[Any] = []
    ids: dict[bytes, Object] = {}
    for at, (pages, tree) in enumerate(laid):
        held = dict(NumberTree(tree.ParentTree).items())
        for numbered, name in _numbered(pages):
            numbers += [len(numbers) // 2, held[int(numbered[name])]]
            numbered[name] = len(numbers) // 2 - 1
        for root in _each(tree.K):
            root.P = whole
            whole.K.append(root)
            for element in _elements(root):
                _name_apart(element, b"%d-" % at, ids)
        for role, means in tree.get(Name.RoleMap, Dictionary()).items():
            whole.RoleMap[str(role)] = means
    whole.ParentTree = made.make_indirect(Dictionary(Nums=Array(numbers)))
    whole.ParentTreeNextKey = len(numbers) // 2
    if ids:
        names = [one for told in sorted(ids) for one in (String(told), ids[told])]
        whole.IDTree = made.make_indirect(Dictionary(Names=Array(names)))
    made.Root.StructTreeRoot = whole


def _numbered(pages: list[Page]) -> Iterator[tuple[Object, str]]:
    """Every page and every link on it that tells its place in the parent tree, and the name of that number."""
    for page in pages:
        if Name.StructParents in page.obj:
            yield page.obj, "/StructParents"
        for note in page.obj.get(Name.Annots, []):
            if Name.StructParent in note:
                yield note, "/StructParent"


def _elements(root: Object) -> Iterator[Object]:
    """`root` and every structure element below it; what else may stand there are numbers and marks."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [kid for kid in _each(one.get(Name.K)) if isinstance(kid, Dictionary) and Name.S in kid]


def _name_apart(element: Object, mark: bytes, ids: dict[bytes, Object]) -> None:
    if Name.ID in element:
        told = mark + bytes(element.ID)
        element.ID = String(told)
        ids[told] = element
    for says in _each(element.get(Name.A)):
        if isinstance(says, Dictionary) and Name.Headers in says:
            says.Headers = Array([String(mark + bytes(one)) for one in says.Headers])


def _each(told: Any) -> list[Any]:
    """What may stand alone or in a list."""
    if told is None:
        return []
    return list(told) if isinstance(told, Array) else [told]
