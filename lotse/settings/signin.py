"""How people sign in: second factors, OpenID Connect, limits against guessing."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from lotse.settings.environment import env


def openid_provider(server_url: str, name: str, client_id: str, secret: str) -> dict[str, dict]:
    """Return what allauth needs to know of an OpenID provider."""
    app = {
        "provider_id": "anmeldedienst",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": server_url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


# --- Passwords ------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "organisations.domain.passwords.GuessablePasswordValidator"},
]

# --- Second factor --------------------------------------------------------------------------
# Consultants and hosts see much; they sign in with a second factor.
REQUIRE_SECOND_FACTOR = env.bool("LOTSE_REQUIRE_SECOND_FACTOR", default=True)
# Encrypt the secrets of second factors: the first is for new ones, all open what there is.
SECOND_FACTOR_KEYS = env.list("LOTSE_SECOND_FACTOR_KEYS", default=[])
MFA_ADAPTER = "lotse.signin.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Phones whose clock is half a minute off.
MFA_TOTP_TOLERANCE = 1
# Nobody gets in with an unconfirmed address, so a pending change of address needs no ban.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "organisations.forms.second_factor.AuthenticateForm",
    "authenticate_webauthn": "organisations.forms.second_factor.AuthenticateWebAuthnForm",
    "reauthenticate": "organisations.forms.second_factor.CodeReauthenticateForm",
    "reauthenticate_webauthn": "organisations.forms.second_factor.ReauthenticateWebAuthnForm",
    "activate_totp": "organisations.forms.second_factor.ActivateTOTPForm",
    "add_webauthn": "organisations.forms.second_factor.AddWebAuthnForm",
    "edit_webauthn": "organisations.forms.second_factor.EditWebAuthnForm",
    "login_webauthn": "organisations.forms.second_factor.LoginWebAuthnForm",
}

# --- Limits against guessing ----------------------------------------------------------------
# Counted in the cache, which is in the database, so that all web processes count together.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/m/key,10/h/key",
    # Colleagues at the sheet of one team room share an address.
    "begin_sitting": "30/m/ip",
    # Programs that fetch the calendars of a whole house share an address, too.
    "calendar_feed": "60/m/ip",
    # Passwords of links to reports. The key is a link and an address: whoever guesses at a link
    # closes its form for themselves, not for the others who have it.
    "report_password": "10/m/ip,30/h/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
# How many reverse proxies of the host stand in front; the address of a client is taken from
# what the outermost of them wrote.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LOTSE_TRUSTED_PROXIES", default=0)

# --- OpenID Connect -------------------------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "lotse.signin.openid.OpenIDAdapter"
# Who entered an account by a trusted address stays connected with it.
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_FORMS = {
    "signup": "organisations.forms.account.OpenIDSignupForm",
    "disconnect": "organisations.forms.account.DisconnectForm",
}
OIDC_SERVER_URL = env.str("LOTSE_OIDC_SERVER_URL", default="").rstrip("/")
OIDC_NAME = env.str("LOTSE_OIDC_NAME", default="Anmeldung Ihrer Organisation")
# Who may sign in there, and who must; e-mail domains. Without the first, everyone may.
OIDC_DOMAINS = [domain.lower() for domain in env.list("LOTSE_OIDC_DOMAINS", default=[])]
OIDC_REQUIRED_DOMAINS = [
    domain.lower() for domain in env.list("LOTSE_OIDC_REQUIRED_DOMAINS", default=[])
]
# The provider gives out addresses of these domains itself, so they need no confirmation.
OIDC_TRUST_EMAIL = env.bool("LOTSE_OIDC_TRUST_EMAIL", default=False)
# New people may come through the provider even where registration is closed.
OIDC_SIGNUP = env.bool("LOTSE_OIDC_SIGNUP", default=True)

SOCIALACCOUNT_PROVIDERS: dict[str, dict] = {}
# The browser follows the form of the sign-in button to the provider.
OIDC_FORM_ACTIONS: list[str] = []
if OIDC_SERVER_URL:
    _address = urlsplit(OIDC_SERVER_URL)
    _is_local = _address.hostname in ("localhost", "127.0.0.1")
    if _address.scheme != "https" and not (_address.scheme == "http" and _is_local):
        raise ImproperlyConfigured("LOTSE_OIDC_SERVER_URL muss mit https:// beginnen.")
    _client_id = env.str("LOTSE_OIDC_CLIENT_ID", default="")
    _secret = env.str("LOTSE_OIDC_CLIENT_SECRET", default="")
    if not _client_id or not _secret:
        raise ImproperlyConfigured(
            "Zu LOTSE_OIDC_SERVER_URL gehören LOTSE_OIDC_CLIENT_ID und LOTSE_OIDC_CLIENT_SECRET."
        )
    SOCIALACCOUNT_PROVIDERS = openid_provider(OIDC_SERVER_URL, OIDC_NAME, _client_id, _secret)
    OIDC_FORM_ACTIONS = [f"{_address.scheme}://{_address.netloc}"]
if OIDC_REQUIRED_DOMAINS and not OIDC_SERVER_URL:
    raise ImproperlyConfigured("LOTSE_OIDC_REQUIRED_DOMAINS braucht LOTSE_OIDC_SERVER_URL.")
if OIDC_DOMAINS and not set(OIDC_REQUIRED_DOMAINS) <= set(OIDC_DOMAINS):
    raise ImproperlyConfigured(
        "Jede Domain aus LOTSE_OIDC_REQUIRED_DOMAINS muss auch in LOTSE_OIDC_DOMAINS stehen."
    )
if OIDC_TRUST_EMAIL and not OIDC_DOMAINS:
    raise ImproperlyConfigured(
        "LOTSE_OIDC_TRUST_EMAIL braucht LOTSE_OIDC_DOMAINS: die Domains, deren Adressen der "
        "Anmeldedienst selbst vergibt."
    )
