"""Access tokens, admin tokens and webhooks of Hearthroom, with Python's standard library alone (3.9 or newer)."""
import base64
import hashlib
import hmac
import json
import re
import time
import uuid


def access_token(key_id, secret, room, sub, role, name, *, label=None, grants=None, waiting_room=None,
                 ttl_seconds=3600, now=None, jti=None):
    """Returns a token with which one person joins one room.

    role: "therapist", "cotherapist", "client" or "observer"; name is shown to the group, label to hosts only.
    now and jti are for tests.
    """
    claims = {"room": room, "role": role, "name": name, "label": label, "grants": grants, "waitingRoom": waiting_room}
    given = {name: value for name, value in claims.items() if value is not None}
    return _sign(key_id, secret, "hearthroom+jwt", {**given, "sub": sub}, ttl_seconds, now, jti)


def admin_token(key_id, secret, *, ttl_seconds=60, now=None, jti=None):
    """Returns a bearer token for the REST API."""
    return _sign(key_id, secret, "hearthroom-admin+jwt", {}, ttl_seconds, now, jti)


def _sign(key_id, secret, typ, claims, ttl_seconds, now, jti):
    key = secret.encode("utf-8")
    if len(key) < 32:
        raise ValueError("the secret of the API key has fewer than 32 bytes")
    now = int(time.time()) if now is None else now
    header = {"alg": "HS256", "kid": key_id, "typ": typ}
    payload = {**claims, "iss": key_id, "aud": "hearthroom", "jti": jti or str(uuid.uuid4()),
               "iat": now, "nbf": now, "exp": now + ttl_seconds}
    signed = b".".join(_base64url(_json(part)) for part in (header, payload))
    return (signed + b"." + _base64url(hmac.new(key, signed, hashlib.sha256).digest())).decode("ascii")


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


class WebhookError(Exception):
    """Answer 400. code: "malformed-header", "too-old", "wrong-signature" or "malformed-body"."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def verify_webhook(body, headers, secret, *, tolerance_seconds=300, now=None):
    """Returns the event of a delivery (a dict), or raises WebhookError; ValueError for an empty secret.

    body: the bytes of the request, unparsed. headers: a mapping; letter case does not matter.
    An event may come more than once, with the same "id".
    """
    key = _webhook_key(secret)
    fields = {name.lower(): value for name, value in headers.items()}
    message_id, timestamp = fields.get("webhook-id", ""), fields.get("webhook-timestamp", "")
    signatures = [part[3:] for part in fields.get("webhook-signature", "").split(" ")
                  if re.fullmatch(r"v1,[A-Za-z0-9+/]{43}=", part)]
    if not message_id or not re.fullmatch(r"[0-9]{1,12}", timestamp) or not signatures:
        raise WebhookError("malformed-header")
    if abs((time.time() if now is None else now) - int(timestamp)) > tolerance_seconds:
        raise WebhookError("too-old")
    signed = f"{message_id}.{timestamp}.".encode("utf-8") + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    # Every one is compared, each in constant time.
    if not any([hmac.compare_digest(expected, one.encode("ascii")) for one in signatures]):
        raise WebhookError("wrong-signature")
    try:
        event = json.loads(body)
    except ValueError:
        raise WebhookError("malformed-body") from None
    if not isinstance(event, dict):
        raise WebhookError("malformed-body")
    return event


def _webhook_key(secret):
    """The bytes that whsec_<base64> encodes; of any other secret its bytes. With an empty key anybody could sign."""
    if re.fullmatch(r"\s*(whsec_[=\s]*)?", secret or ""):
        raise ValueError("the webhook secret is empty")
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret[6:], validate=True)
        except ValueError:
            pass
    return secret.encode("utf-8")
