"""All settings, from the environment. What cannot work is refused at once, with what to do about it.

| variable | what it says |
| --- | --- |
| OPENMASH_DOOR | `inside` (also the worker) or `outside` |
| DATABASE_URL | the PostgreSQL server and database; without it a private one in the data folder is used |
| OPENMASH_OWNER_PASSWORD, OPENMASH_INSIDE_PASSWORD, OPENMASH_OUTSIDE_PASSWORD | passwords of the database roles |
| OPENMASH_SECRET_KEY | signs cookies and links; another one for each door |
| OPENMASH_KEYS | the folder of the keys this process holds |
| OPENMASH_KEY_STORE | where the keys are: `file`, that folder; or `vault`, a HashiCorp Vault or OpenBao server |
| OPENMASH_VAULT_ADDR | its address, `https://vault.example.org:8200` |
| OPENMASH_VAULT_TOKEN_FILE | the file of a token, as Vault Agent writes it; or else |
| OPENMASH_VAULT_ROLE_ID, OPENMASH_VAULT_SECRET_ID_FILE | AppRole: the role, and the file of its secret id |
| OPENMASH_VAULT_CA_FILE | the certificates of whoever signed the server's own, where the system does not know them |
| OPENMASH_VAULT_NAMESPACE, OPENMASH_VAULT_MOUNT | its namespace (none), and where its transit engine is (`transit`) |
| OPENMASH_VAULT_TIMEOUT | seconds for each of three tries (5) |
| OPENMASH_KEYS_BEFORE | while a hub moves its keys into the server: the folder that they come from |
| OPENMASH_SEALS | the folder in which the log's sealer keeps what it signed last, on other storage than the database |
| OPENMASH_ERASURES | the file in which stands what was erased, on other storage than the database and its backups |
| OPENMASH_DATA | where the private database, and the demo's keys and mail, are kept (`.data`) |
| OPENMASH_HOSTS | the names this door answers to, with commas between them |
| OPENMASH_INSIDE_URL, OPENMASH_OUTSIDE_URL | where each door is reached, for links in mail |
| OPENMASH_HTTPS | 1: cookies only over HTTPS (the default, except beside a private database) |
| OPENMASH_PROXIES | how many trusted proxies stand in front and set X-Forwarded-For and X-Forwarded-Proto |
| OPENMASH_MAIL_URL, OPENMASH_MAIL_FROM | the mail server, and the address mail comes from |
| OPENMASH_SCANNER | a virus scanner (clamd) to ask about every file attached: a socket's path or host:port |
| OPENMASH_DEMO | 1: the demo; shows one-time codes, says everywhere that it is a demo |
| OPENMASH_PLAYING | 1: sign in to the database as the role that may become either door, as `openmash scenario` does |
| OPENMASH_STATIC | `live`: files as they are (development); `collected`: as `openmash collectstatic` left them |
"""

import sys
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.log_lines import log_settings

DOOR = environment.choice("OPENMASH_DOOR", ("inside", "outside"))
OPENMASH_DEMO = environment.flag("OPENMASH_DEMO", default=False)
OPENMASH_DATA = environment.data_folder()
OPENMASH_ERASURES = environment.text("OPENMASH_ERASURES", str(OPENMASH_DATA / "erasures.jsonl"))
OPENMASH_KEYS = environment.text("OPENMASH_KEYS", str(OPENMASH_DATA / "keys" / DOOR))
OPENMASH_SEALS = environment.text("OPENMASH_SEALS", str(OPENMASH_DATA / "seals"))
OPENMASH_OWN_SERVER = environment.has_own_server()
OPENMASH_KEYS_BEFORE = environment.text("OPENMASH_KEYS_BEFORE", "")
OPENMASH_KEY_STORE = environment.choice("OPENMASH_KEY_STORE", ("file", "vault"))
OPENMASH_VAULT = environment.vault() if OPENMASH_KEY_STORE == "vault" else {}
OPENMASH_INSIDE_URL = environment.text("OPENMASH_INSIDE_URL", "http://127.0.0.1:8000").rstrip("/")
OPENMASH_OUTSIDE_URL = environment.text("OPENMASH_OUTSIDE_URL", "http://127.0.0.1:8001").rstrip("/")
if OPENMASH_DEMO and environment.has_own_server():
    raise ImproperlyConfigured(
        "OPENMASH_DEMO is 1 and DATABASE_URL is set. The demo shows one-time codes to anyone who opens it, so it only "
        "runs on its own private database. Unset one of the two."
    )

DEBUG = False
SECRET_KEY = environment.secret_key(DOOR)
ROOT_URLCONF = f"config.urls_{DOOR}"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- What it is made of ---------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "openmash.web.shared",  # before allauth, whose pages it gives our look
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "openmash.audit",
    "openmash.agencies",
    "openmash.hubs",
    "openmash.accounts",
    "openmash.api_keys",
    "openmash.notifications",
    "openmash.person_index",
    "openmash.people",
    "openmash.exclusions",
    "openmash.contacts",
    "openmash.enquiries",
    "openmash.checks",
    "openmash.cover",
    "openmash.sealed",
    "openmash.adults",
    "openmash.screening",
    "openmash.groups",
    "openmash.allegations",
    "openmash.decisions",
    "openmash.differences",
    "openmash.meetings",
    "openmash.products",
    "openmash.oversight",
    "openmash.retention",
    "config",  # last: after `migrate` it writes rights and row-level security for all of the above
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "openmash.web.shared.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "openmash.web.shared.middleware.ScreenMiddleware",
]

WEB = environment.PROJECT / "openmash" / "web"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "shared" / "templates", *sorted(WEB.glob("*side/*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "openmash.web.shared.frame.page_frame",
            ],
        },
    }
]

# --- The database ---------------------------------------------------------------------------------------------------
# `default` is this door's role, which owns nothing. `owner` owns the tables: only `openmash migrate` uses it, and a
# door that serves does not even have it.

SERVING = environment.flag("OPENMASH_SERVING", default=False)
OFFLINE = environment.flag("OPENMASH_OFFLINE", default=False)
_FOR_A_DOOR = {"application_name": f"openmash-{DOOR}", "connect_timeout": 5}
_FOR_THE_OWNER = {"application_name": "openmash-owner", "connect_timeout": 5}

PLAYING = environment.flag("OPENMASH_PLAYING", default=False)  # a scenario stands at both doors in one transaction
if PLAYING and (SERVING or environment.has_own_server()):
    raise ImproperlyConfigured(
        "OPENMASH_PLAYING is 1 where it must never be: it lets one process stand at both doors at once, which takes "
        "down the wall between the public and the sealed room. It is for `openmash scenario` and `openmash demo` on a "
        "private database alone; no door is ever served so. Unset OPENMASH_PLAYING."
    )
DATABASES: dict[str, dict[str, Any]] = {"default": environment.database("test" if PLAYING else DOOR)}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["OPTIONS"] = _FOR_A_DOOR | DATABASES["default"].get("OPTIONS", {})
if PLAYING:
    DATABASES["default"]["OPTIONS"]["assume_role"] = f"openmash_{DOOR}"
if not SERVING:
    DATABASES["owner"] = environment.database("owner")
    DATABASES["owner"]["OPTIONS"] = _FOR_THE_OWNER | DATABASES["owner"].get("OPTIONS", {})
DATABASE_ROUTERS = ["config.databases.OnlyTheOwnerMigrates"]

# --- Signing in -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["config.sign_in.AtTheirOwnDoor"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/" if DOOR == "inside" else "/inbox/"
ACCOUNT_ADAPTER = "config.sign_in.NobodySignsUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the hub's administrator, who knows the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address is not written to; the page says the same either way
_FORMS = "openmash.web.shared.sign_in_forms."  # allauth's forms with our sentences
ACCOUNT_FORMS = {
    "login": f"{_FORMS}SignInForm",
    "reset_password": f"{_FORMS}ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}NewPasswordForm",
    "change_password": f"{_FORMS}ChangePasswordForm",
    "reauthenticate": f"{_FORMS}ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}CodeForm",
    "reauthenticate": f"{_FORMS}ConfirmCodeForm",
    "activate_totp": f"{_FORMS}SetUpAppForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "config.sign_in.SecretsAreWrapped"
MFA_TOTP_ISSUER = "OpenMASH"
MFA_TOTP_TOLERANCE = 1  # a code may be one step (30 seconds) old: telephones' clocks differ

# --- Sessions: they end after 15 idle minutes -----------------------------------------------------------------------

HTTPS = environment.flag("OPENMASH_HTTPS", default=environment.has_own_server())
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
_COOKIE = f"__Host-openmash-{DOOR}" if HTTPS else f"openmash-{DOOR}"
SESSION_ENGINE = "openmash.accounts.sessions" if DOOR == "outside" else "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = _COOKIE
SESSION_COOKIE_AGE = 15 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_COOKIE}-form"
CSRF_FAILURE_VIEW = "openmash.web.shared.error_pages.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Counters of failed sign-ins are kept in the database, so that they hold across processes; a table for each door.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": f"cache_{DOOR}",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- What browsers and proxies are told -----------------------------------------------------------------------------

_PROXIES = environment.number("OPENMASH_PROXIES", 0)
ALLOWED_HOSTS = environment.words("OPENMASH_HOSTS", "127.0.0.1,localhost,[::1]")
if _PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = _PROXIES
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a referral with several children is a few kilobytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Files that people attach: held in memory alone, never in a temporary folder ------------------------------------

FILE_UPLOAD_HANDLERS = ["openmash.web.shared.uploads.InMemoryAlone"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10  # that one page may send at once
OPENMASH_UPLOADS: dict[str, Any] = {
    "most_files": 5,  # on one item of information
    "most_bytes": 15_000_000,  # in one file: forty photographed pages, or a long report
    "scanner": environment.text("OPENMASH_SCANNER", ""),  # clamd: a socket's path or host:port; nobody is asked else
}
OPENMASH_LONGER_FILES = {"/person-index/load/": 40_000_000}  # bytes: some 300,000 people of an agency's index
OPENMASH_MOST_IN_MEMORY = 40_000_000  # bytes of one page's files together; the rest is thrown away as it comes
OPENMASH_LONGEST_REQUEST = 200_000_000  # bytes; what says that it is longer is not read at all

# --- Matching people ------------------------------------------------------------------------------------------------

OPENMASH_MATCH_MODEL = environment.text("OPENMASH_MATCH_MODEL", "families")  # a shipped model, or the path of one
OPENMASH_INDEX_BUILD_MEMORY = environment.text("OPENMASH_INDEX_BUILD_MEMORY", "512MB")  # of PostgreSQL, for a load

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = environment.text("OPENMASH_STATIC_FOLDER", str(OPENMASH_DATA / "static"))
_COLLECTED = environment.choice("OPENMASH_STATIC", ("live", "collected")) == "collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files are in the database, encrypted
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not _COLLECTED

# --- Mail, language, time, logs -------------------------------------------------------------------------------------

_MAIL = environment.mail()
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
globals().update(_MAIL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("OPENMASH_MAIL_FROM", "OpenMASH <openmash@localhost>")

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

LOGGING_CONFIG = "config.log_lines.configure"
LOGGING = log_settings(
    level=environment.choice("OPENMASH_LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
    lines=environment.choice("OPENMASH_LOG", ("text", "json")),
)
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preload is for the owner of the domain to ask for
    "security.W005",
]
TESTING = "pytest" in sys.modules
