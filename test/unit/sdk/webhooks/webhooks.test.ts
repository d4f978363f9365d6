import { createHmac } from 'node:crypto';
import { verifyWebhook, WebhookError } from '@hearthroom/sdk/webhooks';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { signatureHeaders } from '../../../../server/src/webhooks/signature.ts';

const secret = 'a-webhook-secret-of-the-tests-0123456789';
const event = {
  id: 'e-1',
  type: 'seat.waiting',
  roomId: 'r-1',
  seatId: 'p-1',
  sequence: 3,
  at: '2026-11-24T18:00:00.000Z',
};
const body = JSON.stringify(event);
/** The signature that a server of version 0.1 sends. */
const signBody = (text: string, key: string, nowMs: number): string =>
  signatureHeaders({ id: event.id, body: text }, key, nowMs)['hearthroom-signature'] ?? '';
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof WebhookError ? error.code : String(error)),
  );

t.test('a delivery signed by the server is accepted', async (t) => {
  t.same(await verifyWebhook(body, signBody(body, secret, Date.now()), secret), event);
  t.same(await verifyWebhook(Buffer.from(body), signBody(body, secret, Date.now()), secret), event, 'as bytes too');
});

t.test('while a secret is changed one good signature of several is enough', async (t) => {
  const header = signBody(body, secret, Date.now());
  t.equal(await codeOf(verifyWebhook(body, `${header.replace('v1=', `v1=${'0'.repeat(64)},v1=`)},v2=x`, secret)), 'ok');
});

t.test('another body, another secret, another time and another header are not', async (t) => {
  const header = signBody(body, secret, Date.now());
  const now = Math.floor(Date.now() / 1_000);
  t.equal(await codeOf(verifyWebhook(`${body} `, header, secret)), 'wrong-signature');
  t.equal(await codeOf(verifyWebhook(body, header, `${secret}x`)), 'wrong-signature');
  t.equal(await codeOf(verifyWebhook(body, header.replace(/t=\d+/, `t=${now + 5}`), secret)), 'wrong-signature');
  t.equal(await codeOf(verifyWebhook(body, signBody(body, secret, Date.now() - 400_000), secret)), 'too-old');
  t.equal(
    await codeOf(verifyWebhook(body, signBody(body, secret, Date.now() - 400_000), secret, { toleranceSeconds: 500 })),
    'ok',
  );
  for (const wrong of ['', 't=1', 'v1=00', `t=x,v1=${'0'.repeat(64)}`, `t=${now},v1=${'0'.repeat(63)}`])
    t.equal(await codeOf(verifyWebhook(body, wrong, secret)), 'malformed-header', wrong);
});

t.test('a signed body that is not an event is refused', async (t) => {
  for (const text of ['no json', '{}', JSON.stringify({ ...event, type: 'room.exploded' })])
    t.equal(await codeOf(verifyWebhook(text, signBody(text, secret, Date.now()), secret)), 'malformed-body', text);
});

/** Without the header of version 0.1. */
function standardHeaders(key = secret, nowMs = Date.now()): Record<string, string> {
  const { 'hearthroom-signature': _, ...headers } = signatureHeaders({ id: event.id, body }, key, nowMs);
  return headers;
}

t.test('the headers of Standard Webhooks are checked, in each form that headers come in', async (t) => {
  const headers = standardHeaders();
  t.same(await verifyWebhook(body, headers, secret), event);
  t.same(await verifyWebhook(body, new Headers(headers), secret), event, 'of the Fetch API');
  const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
  t.same(await verifyWebhook(body, upper, secret), event);
  const legacy = { 'hearthroom-signature': signBody(body, secret, Date.now()) };
  t.same(await verifyWebhook(body, legacy, secret), event, 'those of version 0.1 as well');
});

t.test('a secret of any form is one key for the server, for this SDK and for other libraries', async (t) => {
  const encoded = Buffer.from(secret).toString('base64');
  for (const [configured, ofLibrary] of [
    [secret, `whsec_${encoded}`],
    [`whsec_${encoded}`, `whsec_${encoded}`],
    // Valid base64 without the prefix: used as it is, byte by byte.
    [encoded, `whsec_${Buffer.from(encoded).toString('base64')}`],
    // Has the prefix, but the rest is not base64: the text itself is the key.
    [`whsec_${secret}`, `whsec_${Buffer.from(`whsec_${secret}`).toString('base64')}`],
    [
      'schlüssel-mit-ümlauten-0123456789',
      `whsec_${Buffer.from('schlüssel-mit-ümlauten-0123456789').toString('base64')}`,
    ],
  ] as const) {
    const headers = standardHeaders(configured);
    t.same(new Webhook(ofLibrary).verify(body, headers), event, configured);
    t.same(await verifyWebhook(body, headers, configured), event, configured);
    // Of the same second as the header beside it.
    const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
    const signature = new Webhook(ofLibrary).sign(event.id, at, body);
    t.same(await verifyWebhook(body, { ...headers, 'webhook-signature': signature }, configured), event, configured);
    t.same(await verifyWebhook(body, signBody(body, configured, Date.now()), configured), event, 'the old header too');
  }
});

t.test('an empty secret is refused before anything else is looked at', async (t) => {
  for (const empty of ['', ' ', 'whsec_', 'whsec_==', undefined]) {
    const guessed = { name: 'TypeError', message: 'the webhook secret is empty' };
    const seconds = Math.floor(Date.now() / 1_000);
    const forged = createHmac('sha256', empty ?? '')
      .update(`${seconds}.${body}`)
      .digest('hex');
    const check = (headers: string) => Reflect.apply(verifyWebhook, undefined, [body, headers, empty]);
    await t.rejects(check(`t=${seconds},v1=${forged}`), guessed, String(empty));
    await t.rejects(check(''), guessed, String(empty));
  }
});

t.test('a body that was parsed already is refused with what to do', async (t) => {
  for (const parsed of [event, undefined, null])
    await t.rejects(Reflect.apply(verifyWebhook, undefined, [parsed, standardHeaders(), secret]), {
      name: 'TypeError',
      message: /^body: .*unparsed .*express\.text/,
    });
});

t.test('a request without a signature is told so by the name of the header that is sent today', async (t) => {
  await t.rejects(verifyWebhook(body, { host: 'clinic.example' }, secret), {
    code: 'malformed-header',
    message: /no webhook-signature/,
  });
});

t.test('any change of the standard headers is detected', async (t) => {
  const headers = standardHeaders();
  const check = (more: Record<string, string | undefined>) =>
    codeOf(verifyWebhook(body, { ...headers, ...more }, secret));
  t.equal(await check({}), 'ok');
  t.equal(await codeOf(verifyWebhook(`${body} `, headers, secret)), 'wrong-signature');
  t.equal(await codeOf(verifyWebhook(body, headers, `${secret}x`)), 'wrong-signature');
  t.equal(await check({ 'webhook-id': 'e-2' }), 'wrong-signature');
  const seconds = Number(headers['webhook-timestamp']);
  t.equal(await check({ 'webhook-timestamp': String(seconds + 5) }), 'wrong-signature');
  const old = standardHeaders(secret, Date.now() - 400_000);
  t.equal(await codeOf(verifyWebhook(body, old, secret)), 'too-old');
  t.equal(await codeOf(verifyWebhook(body, old, secret, { toleranceSeconds: 500 })), 'ok');
  const other = `v1,${Buffer.alloc(32).toString('base64')}`;
  t.equal(await check({ 'webhook-signature': other }), 'wrong-signature');
  t.equal(
    await check({ 'webhook-signature': `v1a,x ${other} ${headers['webhook-signature']}` }),
    'ok',
    'one of several',
  );
  for (const missing of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
    t.equal(await check({ [missing]: undefined }), 'malformed-header', missing);
  for (const wrong of ['v1', 'v1,', 'v1,AAAA', 'v2,x'])
    t.equal(await check({ 'webhook-signature': wrong }), 'malformed-header', wrong);
  t.equal(await check({ 'webhook-timestamp': `${seconds}x` }), 'malformed-header');
  t.equal(await codeOf(verifyWebhook(body, {}, secret)), 'malformed-header');
});
