import { verifyWebhook, WebhookError } from '@hearthroom/sdk/webhooks';
import t from 'tap';
import { signBody } from '../../../../server/src/webhooks/signature.ts';

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
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof WebhookError ? error.code : String(error)),
  );

t.test('a delivery that the server signed is believed', async (t) => {
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

t.test('what is signed and no event is refused', async (t) => {
  for (const text of ['no json', '{}', JSON.stringify({ ...event, type: 'room.exploded' })])
    t.equal(await codeOf(verifyWebhook(text, signBody(text, secret, Date.now()), secret)), 'malformed-body', text);
});
