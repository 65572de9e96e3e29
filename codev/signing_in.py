"""Settings of accounts: an e-mail address, with a code by mail or a password, a second step, or a provider."""

from __future__ import annotations

AUTH_USER_MODEL = "codev_groups.User"
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
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "groups.accounts.Adapter"
ACCOUNT_SIGNUP_FORM_CLASS = "groups.accounts.NameForm"
ACCOUNT_FORMS = {
    "request_login_code": "groups.account_forms.RequestCodeForm",
    "confirm_login_code": "groups.account_forms.ConfirmCodeForm",
    "confirm_email_verification_code": "groups.account_forms.ConfirmAddressForm",
    "reset_password": "groups.account_forms.ResetForm",
    "signup": "groups.account_forms.JoinForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# Nobody has this server write to strangers by asking for a code for their address.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Counted where somebody asks from. Counted by address alone, a stranger's asking would keep its owner out; of a wrong
# password that is counted so all the same, as a mailed code is another way in.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,12/h/key",  # by address and asker: groups/account_forms.py
    "confirm_email": "10/m/ip",
    "reset_password": "10/m/ip,60/h/ip",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True

# The second step: codes of an app, passkeys (which also sign in by themselves), recovery codes
MFA_ADAPTER = "groups.second_factor.Adapter"
MFA_FORMS = {
    "authenticate": "groups.second_factor_forms.SecondStepForm",
    "activate_totp": "groups.second_factor_forms.ActivateForm",
    "add_webauthn": "groups.second_factor_forms.PasskeyForm",
    "edit_webauthn": "groups.second_factor_forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Codev"
# Phones' clocks differ: the code before and the one after are taken too.
MFA_TOTP_TOLERANCE = 1

# The provider of one organisation's accounts, where there is one: by a link, as our policy lets no form lead elsewhere
SOCIALACCOUNT_ADAPTER = "groups.provider.Adapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
