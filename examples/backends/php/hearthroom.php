<?php
/** Access tokens, admin tokens and webhooks of Hearthroom, with PHP 8.1 or newer and no library. */
declare(strict_types=1);

namespace Hearthroom;

/**
 * Returns a token with which one person joins one room.
 *
 * @param array $holder room, sub, role ("therapist", "cotherapist", "client" or "observer") and name (shown to the
 *   group); optional: label (shown to hosts only), grants, waitingRoom
 * @param int|null $now for tests, as $jti
 */
function access_token(string $keyId, string $secret, array $holder, int $ttlSeconds = 3600, ?int $now = null, ?string $jti = null): string
{
    $claims = [];
    foreach (['room', 'role', 'name', 'label', 'grants', 'waitingRoom', 'sub'] as $name) {
        if (isset($holder[$name])) {
            // An empty array would be [] in JSON.
            $claims[$name] = $name === 'grants' ? (object) $holder[$name] : $holder[$name];
        }
    }
    return sign($keyId, $secret, 'hearthroom+jwt', $claims, $ttlSeconds, $now, $jti);
}

/** Returns a bearer token for the REST API. */
function admin_token(string $keyId, string $secret, int $ttlSeconds = 60, ?int $now = null, ?string $jti = null): string
{
    return sign($keyId, $secret, 'hearthroom-admin+jwt', [], $ttlSeconds, $now, $jti);
}

function sign(string $keyId, string $secret, string $typ, array $claims, int $ttlSeconds, ?int $now, ?string $jti): string
{
    if (strlen($secret) < 32) {
        throw new \InvalidArgumentException('the secret of the API key has fewer than 32 bytes');
    }
    $now ??= time();
    $header = ['alg' => 'HS256', 'kid' => $keyId, 'typ' => $typ];
    $payload = $claims + [
        'iss' => $keyId, 'aud' => 'hearthroom', 'jti' => $jti ?? bin2hex(random_bytes(16)),
        'iat' => $now, 'nbf' => $now, 'exp' => $now + $ttlSeconds,
    ];
    $signed = base64url(to_json($header)) . '.' . base64url(to_json($payload));
    return $signed . '.' . base64url(hash_hmac('sha256', $signed, $secret, true));
}

function to_json(array $value): string
{
    return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS);
}

function base64url(string $data): string
{
    return rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
}

/** Answer 400. The message is "malformed-header", "too-old", "wrong-signature" or "malformed-body". */
class WebhookError extends \RuntimeException
{
}

/**
 * Returns the event of a delivery, or throws WebhookError; InvalidArgumentException for an empty secret. An event may come more than once, with the same "id".
 *
 * @param string $body of the request, unparsed: file_get_contents('php://input')
 * @param array $headers such as getallheaders() returns; letter case does not matter
 */
function verify_webhook(string $body, array $headers, string $secret, int $toleranceSeconds = 300, ?int $now = null): array
{
    $key = webhook_key($secret);
    $fields = array_change_key_case($headers, CASE_LOWER);
    $id = $fields['webhook-id'] ?? '';
    $timestamp = $fields['webhook-timestamp'] ?? '';
    $signatures = preg_grep('/^v1,[A-Za-z0-9+\/]{43}=$/D', explode(' ', $fields['webhook-signature'] ?? ''));
    if ($id === '' || !preg_match('/^[0-9]{1,12}$/D', $timestamp) || $signatures === []) {
        throw new WebhookError('malformed-header');
    }
    if (abs(($now ?? time()) - (int) $timestamp) > $toleranceSeconds) {
        throw new WebhookError('too-old');
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    $matches = 0;
    foreach ($signatures as $signature) {
        // Every one is compared, each in constant time.
        $matches += (int) hash_equals($expected, $signature);
    }
    if ($matches === 0) {
        throw new WebhookError('wrong-signature');
    }
    $event = json_decode($body, true);
    if (!is_array($event) || !str_starts_with(ltrim($body), '{')) {
        throw new WebhookError('malformed-body');
    }
    return $event;
}

/** The bytes that whsec_<base64> encodes; of any other secret its bytes. With an empty key anybody could sign. */
function webhook_key(string $secret): string
{
    if (preg_match('/^\s*(whsec_[=\s]*)?$/D', $secret)) {
        throw new \InvalidArgumentException('the webhook secret is empty');
    }
    $isPrefixed = preg_match('/^whsec_((?:[A-Za-z0-9+\/]{4})*(?:[A-Za-z0-9+\/]{4}|[A-Za-z0-9+\/]{3}=|[A-Za-z0-9+\/]{2}==))$/D', $secret, $found);
    return $isPrefixed ? base64_decode($found[1], true) : $secret;
}
