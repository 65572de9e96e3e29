"""All settings, read strictly from the environment; docs/operating.md lists every variable."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from codev import logs, mail_service, oidc
from codev.env import Environment
from codev.signing_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("CODEV_VAR") or BASE_DIR / "var").resolve()
VAR.mkdir(parents=True, exist_ok=True)
# Secrets that `make run` made, and the address that it served last, so that commands beside it print its links.
env = Environment(VAR / "local.env", VAR / "serving.env")

CODEV_VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

# What must be right before anything starts
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", debug=DEBUG)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", debug=DEBUG)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
CODEV_CONTENT_KEYS = env.content_keys("CODEV_CONTENT_KEYS", debug=DEBUG)
CODEV_PLAIN_HTTP = env.flag("CODEV_PLAIN_HTTP")
CODEV_DEMO = env.flag("CODEV_DEMO")
CODEV_OPEN_SIGNUP = env.flag("CODEV_OPEN_SIGNUP")
CODEV_BASE_URL = env.base_url()
CODEV_PROTOCOLS_DIR = env.text("CODEV_PROTOCOLS_DIR")
CODEV_METRICS_TOKEN = env.text("CODEV_METRICS_TOKEN")
CODEV_OPERATOR = env.text("CODEV_OPERATOR")
CODEV_PRIVACY_CONTACT = env.text("CODEV_PRIVACY_CONTACT")
# In a meeting room the address that is served is a good name; 0.0.0.0 is no name, so ALLOWED_HOSTS must have one.
if CODEV_PLAIN_HTTP and env.address()[0] not in {"0.0.0.0", *ALLOWED_HOSTS}:  # noqa: S104
    ALLOWED_HOSTS.append(env.address()[0])

# Limits, each answered with a clear refusal
CODEV_TEXT_MAX = env.number("CODEV_TEXT_MAX", 4000, least=100)
CODEV_WRITES_PER_MINUTE = env.number("CODEV_WRITES_PER_MINUTE", 60, least=1)
CODEV_COMMANDS_PER_MINUTE = env.number("CODEV_COMMANDS_PER_MINUTE", 3 * CODEV_WRITES_PER_MINUTE, least=20)
CODEV_POLLS_PER_MINUTE = env.number("CODEV_POLLS_PER_MINUTE", 120, least=40)
CODEV_MESSAGES_PER_MINUTE = env.number("CODEV_MESSAGES_PER_MINUTE", 120, least=40)
CODEV_WARNINGS_PER_MINUTE = env.number("CODEV_WARNINGS_PER_MINUTE", 6, least=1)
CODEV_VOTES_EACH = env.number("CODEV_VOTES_EACH", 3)
CODEV_MESSAGE_MAX_BYTES = env.number("CODEV_MESSAGE_MAX_BYTES", 4096, least=256)
CODEV_FORGOTTEN_HOURS = env.number("CODEV_FORGOTTEN_HOURS", 3, least=1)
CODEV_SOCKETS_PER_ACTOR = env.number("CODEV_SOCKETS_PER_ACTOR", 64, least=1)
CODEV_PARTICIPANTS_MAX = env.number("CODEV_PARTICIPANTS_MAX", 30, least=2)
CODEV_KNOCKS_MAX = env.number("CODEV_KNOCKS_MAX", 40, least=1)
CODEV_KNOCKS_PER_BROWSER = env.number("CODEV_KNOCKS_PER_BROWSER", 10, least=1)
CODEV_CODE_ATTEMPTS = env.number("CODEV_CODE_ATTEMPTS", 10, least=1)
CODEV_TAKE_OVER_SECONDS = env.number("CODEV_TAKE_OVER_SECONDS", 60, least=20)

# Threads of a process, each with a connection to both databases; the last three: PDF files, /health/, the worker
CODEV_LIVE_THREADS = env.number("CODEV_LIVE_THREADS", 4, least=1)
# SQLite lets one write at a time: a second thread would only wait for the first, and not in its turn.
CODEV_WRITE_THREADS = env.number("CODEV_WRITE_THREADS", 2 if env.text("DATABASE_URL") else 1, least=1)
CODEV_SLOW_THREADS = env.number("CODEV_SLOW_THREADS", 2, least=1)
_CONNECTIONS = CODEV_LIVE_THREADS + CODEV_WRITE_THREADS + CODEV_SLOW_THREADS + 3
# What hashes passwords or adds up a year: addresses that have threads of their own.
CODEV_SLOW_PATHS = r"^/(accounts?|admin|history)/"
# Whether a serving process sends mails itself, or leaves it to `manage.py db_worker`.
CODEV_WORKER = env.flag("CODEV_WORKER", default=True)

INSTALLED_APPS = [
    # First: its runserver has to take the place of that of static files.
    "daphne",
    "channels",
    "codev",
    "django_tasks",
    "django_tasks_db",
    "groups",
    "sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "lucide",
]
MIDDLEWARE = [
    # Before what only pages need: some thirty small files would each carry a page's policies.
    "codev.static.StaticMiddleware",
    "codev.ops.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "codev.policies.PoliciesMiddleware",
    # Pages are padded at random, and form tokens masked anew, against guessing them from compressed sizes (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "groups.accounts.WholeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "codev.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sessions.views.answers.FaultMiddleware",
]
FORM_RENDERER = "codev.forms.Renderer"
ROOT_URLCONF = "codev.urls"
ASGI_APPLICATION = "codev.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["codev.marked", "groups.clocks"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "codev.context.installation",
            ],
        },
    },
    {
        # The regions of the live pages. Asked for by name: the engine above would read their files too.
        "NAME": "live",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "sessions.live.environment.environment", "cache_size": -1},
    },
]

# Where things are kept. Content keys live apart, with their own and briefer backups.
DATABASES = {
    "default": env.database("DATABASE_URL", VAR / "codev.sqlite3", connections=_CONNECTIONS),
    "keys": env.database("KEYS_DATABASE_URL", VAR / "keys.sqlite3", connections=_CONNECTIONS),
}
DATABASE_ROUTERS = ["codev.routers.KeysRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
_REDIS_LAYER: dict[str, Any] = {
    "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
    # An idle subscription is no fault: without this the client would drop it.
    "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None}]},
}
_MEMORY_LAYER = {"BACKEND": "codev.layer.MemoryLayer"}
CHANNEL_LAYERS = {"default": _REDIS_LAYER if REDIS_URL else _MEMORY_LAYER}
# What limits count: not in Redis, where whoever writes could lift them.
CACHES = {"default": {"BACKEND": "groups.limits.Cache"}}
SESSION_ENGINE = "codev.browsers"
# Not in a cookie, which would hold the names that a message says, for as long as no page has shown it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Accounts: what the environment says of them; the rest stands in signing_in.py
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if CODEV_PLAIN_HTTP else "https"
CODEV_OIDC = oidc.read(env)
# Only behind a proxy that overwrites them: otherwise anybody could send these headers, and escape limits by address.
_TRUST_PROXY = env.flag("CODEV_TRUST_PROXY")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _TRUST_PROXY else 0

# Mail: on the console unless a server is named
_MAIL: dict[str, Any] = env.email_url_config(env.text("EMAIL_URL") or "consolemail://")
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
# A service that tells of bounces too, by what it posts to /mails/events/
CODEV_ANYMAIL, ANYMAIL = mail_service.read(env)
if CODEV_ANYMAIL:
    EMAIL_BACKEND = f"anymail.backends.{CODEV_ANYMAIL}.EmailBackend"
EMAIL_HOST = _MAIL.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("CODEV_MAIL_FROM", "Codev <codev@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# French unless the browser or the person asks for English
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_TZ = True

# Static files: hashed and compressed by `collectstatic`, found in place while developing
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
_MANIFEST = "codev.static.ManifestStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if DEBUG else _MANIFEST},
}
# WhiteNoise warns of a folder that is missing, as it is before the first collectstatic.
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not CODEV_PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # pages send it from JavaScript, as it is by then
CSRF_FAILURE_VIEW = "codev.csrf.refused"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not CODEV_PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if CODEV_PLAIN_HTTP else env.number("CODEV_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not CODEV_PLAIN_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TRUST_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading is the domain owner's promise, not the product's
_ITSELF = "script-src style-src connect-src img-src font-src manifest-src form-action"
CODEV_CONTENT_POLICY = "; ".join(
    ["default-src 'none'", *(f"{one} 'self'" for one in _ITSELF.split()), "base-uri 'none'", "frame-ancestors 'none'"]
)
# What no page of ours uses, so that a script that got in after all could not use it either.
_REFUSED = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"
CODEV_FEATURES_POLICY = ", ".join(
    [*(f"{one}=()" for one in _REFUSED.split()), "fullscreen=(self)", "screen-wake-lock=(self)"]
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = logs.configured(env.text("CODEV_LOG_LEVEL", "INFO"))
