import { Clinic } from '../../support/faults/clients/clinic.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { sleep } from '../../support/faults/wait.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

const closeLimitMs = 6_000;
const origins = ['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'http://localhost:1'];

export const strangers: FaultRow = {
  row: 15,
  title: 'foreign Origin; no first message',
  limit: 'refused; closed after 5 s',
  async run(context) {
    const clinic = await Clinic.open(context, {
      HEARTHROOM_WORKERS: '1',
      HEARTHROOM_ALLOWED_ORIGINS: 'https://clinic.example',
    });
    const verdict = new Verdict();
    for (const origin of origins) {
      await clinic.pace();
      const { closed } = await RawClient.open(clinic.url, { origin });
      verdict.check(`${origin} is refused`, (await closed).reason === 'origin-not-allowed');
    }
    for (const origin of ['https://clinic.example', clinic.url]) {
      await clinic.pace();
      const { socket } = await RawClient.open(clinic.url, { origin });
      await sleep(300);
      verdict.check('an allowed page and the server’s own may connect', socket.readyState === socket.OPEN);
    }
    await clinic.pace();
    const from = performance.now();
    const silent = await RawClient.open(clinic.url);
    const pinging = await RawClient.open(clinic.url);
    const ping = setInterval(() => pinging.socket.ping(), 500);
    context.afterwards(() => clearInterval(ping));
    const closings = await Promise.all([silent.closed, pinging.closed]);
    const closedMs = performance.now() - from;
    verdict.check(
      'closed for saying nothing',
      closings.every(({ reason }) => reason === 'authentication-timeout'),
    );
    verdict.within('in time', closedMs, closeLimitMs);
    return verdict.outcome({
      injected: `${origins.length} foreign origins; a socket that says nothing, and one that only pings`,
      figure: `origin-not-allowed; authentication-timeout after ${inSeconds(closedMs)}`,
    });
  },
};
