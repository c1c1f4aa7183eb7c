"""Settings. Nothing has to be set: everything has a default that works from `./start`.

Read from the environment: KURAMORI_DATA (the data folder), DATABASE_URL (PostgreSQL instead of SQLite),
KURAMORI_HOSTS, KURAMORI_HTTPS, KURAMORI_DEBUG. Each is described in docs/reference/settings.md.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kuramori.outside.keys import secret_text
from kuramori.outside.vault import Vault
from kuramori.outside.visitor import LOOPBACK, networks
from kuramori.site import instance
from kuramori.site.database import database_from
from kuramori.site.log import configure_log

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("KURAMORI_DATA") or "data").resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
# What the one who runs this instance has set in the data folder's kuramori.toml; everything is off without it.
INSTANCE = instance.read(DATA)
# Every key but Django's own; what is sealed with them lies in the database and in files.
VAULT = Vault(DATA / "keys")

DEBUG = os.environ.get("KURAMORI_DEBUG") == "1"
SECRET_KEY = secret_text(DATA / "secret.key")
HTTPS = os.environ.get("KURAMORI_HTTPS") == "1"
# Whether we serve the office network ourselves (`serve --lan`).
LAN = os.environ.get("KURAMORI_LAN") == "1"
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, os.environ.get("KURAMORI_HOSTS", "").split(",")),
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before allauth: the first app that has a template wins, and sign-in looks like the rest of us.
    "kuramori.ground.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    # Its libraries cost a quarter of a second and 15 MB; it has no tables.
    *(["allauth.socialaccount.providers.openid_connect"] if INSTANCE.sign_on else []),
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "kuramori.ground.jobs",
    "kuramori.ground.trail",
    "kuramori.ground.post",
    "kuramori.ground.contacts",
    "kuramori.ground.papers",
    "kuramori.ground.packs",
    "kuramori.ground.search",
    "kuramori.work.places",
    "kuramori.work.ledger",
    "kuramori.work.checks",
    "kuramori.work.partners",
    "kuramori.work.requests",
    "kuramori.across.reports",
    "kuramori.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kuramori.site.limits.SmallBodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kuramori.site.language.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kuramori.ground.people.seen.LastSeen",
    "django_htmx.middleware.HtmxMiddleware",
    "kuramori.site.acting.Acting",
    "kuramori.site.elevating.Elevating",
    "kuramori.site.unwritable.UnwritableSign",
]

ROOT_URLCONF = "kuramori.site.urls"
WSGI_APPLICATION = "kuramori.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kuramori.site.look.look",
                "kuramori.site.navigation.navigation",
                "kuramori.site.alarms.alarms",
            ],
        },
    }
]

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL"), DATA / "kuramori.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counters of sign-in attempts hold across processes only in a shared cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        # Past it, living counters are thrown away too (300 as Django has it): whoever tries many addresses at once
        # would wipe the counter of the one that they are after.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "doors"
ACCOUNT_LOGOUT_REDIRECT_URL = "pages:front"
ACCOUNT_ADAPTER = "kuramori.ground.people.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Whose X-Forwarded-For is believed (`outside.visitor`). By itself only a proxy on this machine: in the office network
# (`--lan`) nothing stands before us, and whoever asks could write that header.
TRUSTED_PROXIES = networks(INSTANCE.site.trusted_proxies) or (LOOPBACK if HTTPS else ())
MFA_ADAPTER = "kuramori.ground.people.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# One step of 30 seconds around: telephones' clocks are not all right.
MFA_TOTP_TOLERANCE = 1
# Addresses are not verified by mail here: whoever has an account was invited by a colleague.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "kuramori.ground.people.forms_sign_in.SecondStepForm",
    "reauthenticate": "kuramori.ground.people.forms_sign_in.AgainByCode",
    "activate_totp": "kuramori.ground.people.forms_sign_in.SetUpApp",
    "add_webauthn": "kuramori.ground.people.forms_sign_in.AddPasskey",
    "authenticate_webauthn": "kuramori.ground.people.forms_sign_in.SecondStepPasskey",
    "login_webauthn": "kuramori.ground.people.forms_sign_in.PasskeyAlone",
    "reauthenticate_webauthn": "kuramori.ground.people.forms_sign_in.AgainByPasskey",
}
SOCIALACCOUNT_ADAPTER = "kuramori.ground.people.sign_on_flow.SignOnAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True

SESSION_COOKIE_NAME = "kura_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "kura_csrf"
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host not in {"127.0.0.1", "localhost", "[::1]"}
]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("日本語")), ("en", "English")]
LANGUAGE_COOKIE_NAME = "kura_language"
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "uploads"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Evidence of 20 MB and its form fields; everything else is held to 1 MB by kuramori.site.limits.
LARGEST_UPLOAD_BYTES = 21 * 1024 * 1024
LARGEST_FORM_BYTES = 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The shipped packs, and those an operator lays beside them; each folder below holds one.
PACK_FOLDERS = [PACKAGE.parent / "content", DATA / "packs"]

LOGGING_CONFIG = None
configure_log(debug=DEBUG)
