"""Folders of this machine. Only those that the one who runs it lists for the organisation (`[[scan_folder]]`):
otherwise whoever may scan in one house could read another's files, or the keys."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

NAME = "folder"
INVENTED = "demo-share"
"""Below the records: where `kuramori demo` lays files of its invented companies, a folder for each."""
WORDS = _("この機械のフォルダー")


def roots(organisation: str) -> tuple[str, ...]:
    """What is listed for an organisation's short name, and the invented files where it is an invented one."""
    listed = [one.folder for one in settings.INSTANCE.scan_folder if one.organisation == organisation]
    invented = invented_folder(organisation)
    return (*listed, str(invented)) if invented.is_dir() else tuple(listed)


def invented_folder(organisation: str) -> Path:
    """Where the invented files of an organisation lie, if there are any."""
    folder: Path = Path(settings.DATA) / INVENTED / organisation
    return folder


def refusal(organisation: str, folder: str) -> str | None:
    """None, or: relative, not-listed, ours, missing. Links are resolved before anything is compared."""
    if not Path(folder).is_absolute():
        return "relative"
    real = Path(folder).resolve()
    if not any(real.is_relative_to(Path(root).resolve()) for root in roots(organisation)):
        return "not-listed"
    ours = Path(settings.DATA).resolve()
    is_invented = real.is_relative_to(invented_folder(organisation).resolve())
    if not is_invented and (real.is_relative_to(ours) or ours.is_relative_to(real)):
        return "ours"
    return None if real.is_dir() else "missing"
