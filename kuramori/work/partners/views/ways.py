"""The small things that forms of this room carry."""

from __future__ import annotations

from kuramori.ground.people.asking import ActingRequest


def number_in(request: ActingRequest, name: str) -> int:
    """A whole number that a form carried along; 0 for what is none."""
    written = request.POST.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
