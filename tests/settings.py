"""The product's own settings in a folder of their own, made quick for tests. Nothing else differs."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_memory = Path("/dev/shm")  # noqa: S108
_place = _memory if os.access(_memory, os.W_OK) else Path(tempfile.gettempdir())


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        return True
    return True


# mypy and whoever is killed leave without tidying up: the next one does it for them.
for _left in _place.glob("kuramori-test-*-*"):
    if not _is_running(_left.name.split("-")[2]):
        shutil.rmtree(_left, ignore_errors=True)

_folder = tempfile.mkdtemp(prefix=f"kuramori-test-{os.getpid()}-", dir=_place)
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["KURAMORI_DATA"] = _folder

from kuramori.site.settings import *  # noqa: E402, F403
from kuramori.site.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

# In life only where the instance's settings name a provider.
INSTALLED_APPS = [*INSTALLED_APPS, "allauth.socialaccount.providers.openid_connect"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

STATIC_ROOT = Path(_folder) / "static"
STATIC_ROOT.mkdir()
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in life: several threads of a live server cannot share one connection to memory.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_folder) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
