<?php
/** Compares hearthroom.php with ../vectors.json: php check-vectors.php */
declare(strict_types=1);

require __DIR__ . '/hearthroom.php';

use function Hearthroom\{access_token, admin_token, verify_webhook};

$vectors = json_decode(file_get_contents(__DIR__ . '/../vectors.json'), true, 512, JSON_THROW_ON_ERROR);

function token_of(array $v): string
{
    return $v['kind'] === 'admin'
        ? admin_token($v['keyId'], $v['secret'], $v['ttlSeconds'], $v['now'], $v['jti'])
        : access_token($v['keyId'], $v['secret'], $v['holder'], $v['ttlSeconds'], $v['now'], $v['jti']);
}

function result_of(array $v): string
{
    try {
        $event = verify_webhook($v['body'], $v['headers'], $v['secret'], now: $v['now']);
        return $event === json_decode($v['body'], true) ? 'ok' : 'another event';
    } catch (Hearthroom\WebhookError | InvalidArgumentException $error) {
        return $error->getMessage();
    }
}

$failed = [];
foreach ($vectors['tokens'] as $v) {
    if (token_of($v) !== $v['token']) $failed[] = $v['name'];
}
foreach ($vectors['webhooks'] as $v) {
    if (result_of($v) !== $v['result']) $failed[] = $v['name'];
}
echo count($vectors['tokens']) + count($vectors['webhooks']), ' vectors, failed: ', json_encode($failed), "\n";
exit($failed === [] ? 0 : 1);
