import { countMissing } from '../../support/faults/causes/losses.ts';
import { TcpProxy } from '../../support/faults/causes/tcp-proxy.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

const cutMs = 10_000;
/** How long the connection is dead before it can be noticed: notifications sent in this time are lost. */
const silentMs = 2_000;
/** Packets lost on loopback by a full buffer of this process on a busy machine, which are not under test. */
const strayPackets = 3;

export const signalingCut: FaultRow = {
  row: 6,
  title: 'WebSocket cut for 10 s, media path alive',
  limit: 'no media lost; same participant; no leave and join notice; what was missed is told once',
  async run(context) {
    const clinic = await Clinic.open(context);
    const proxy = await TcpProxy.start(clinic.url);
    context.afterwards(() => proxy.close());
    const way = { url: proxy.url };
    const group = await Group.gather(clinic, { waiting: 1, ways: { anna: way, 'waiting-0': way } });
    const [anna] = group.clients;
    const [waiting] = group.waiting;
    if (!anna || !waiting) throw new Error('There are no clients');
    const notices: string[] = [];
    for (const { session } of group.inside.filter((member) => member !== anna)) {
      session.on('participantConnected', () => notices.push('joined'));
      session.on('participantDisconnected', () => notices.push('left'));
    }
    const told = { locked: 0, askedToUnmute: 0, toWaiting: 0, left: 0 };
    anna.session.on('roomUpdated', ({ locked }) => {
      if (locked === true) told.locked += 1;
    });
    anna.session.on('askedToUnmute', () => {
      told.askedToUnmute += 1;
    });
    waiting.session.on('messageToWaiting', () => {
      told.toWaiting += 1;
    });
    anna.session.on('participantDisconnected', () => {
      told.left += 1;
    });
    const id = anna.id;
    const from = performance.now();
    proxy.silence();
    await group.host.session.askToUnmute(id, 'camera');
    await sleep(silentMs);
    proxy.cut();
    await comesTrue(() => group.host.session.participants.get(id)?.connection === 'reconnecting', 5_000);
    await group.host.session.lock();
    await group.host.session.messageWaiting('We begin in five minutes.');
    await sleep(cutMs - (performance.now() - from));
    proxy.restore();
    const isBack = () => anna.session.state === 'joined' && waiting.session.state === 'waiting';
    const backMs = await timeUntil(isBack, 15_000);
    await sleep(1_500);
    const to = performance.now();
    const lost = [
      ...group.inside
        .filter((member) => member !== anna)
        .map((member) => countMissing(member.hearing.from(id), from, to)),
      ...group.inside
        .filter((other) => other !== anna)
        .map((other) => countMissing(anna.hearing.from(other.id), from, to)),
    ];
    const tracksBefore = group.inside
      .filter((member) => member !== anna)
      .map((member) => tracksWithin(member.hearing.from(id), from, to));
    const lostPackets = lost.reduce((total, count) => total + count, 0);
    const verdict = new Verdict();
    verdict.check('back by itself', Number.isFinite(backMs));
    verdict.within('no media lost', lostPackets, strayPackets);
    verdict.check(
      'the same tracks went on',
      tracksBefore.every((tracks) => tracks === 1),
    );
    verdict.check('the same participant', anna.id === id);
    verdict.check('no notice of leaving or joining', notices.length === 0 && told.left === 0);
    verdict.check('the lock is told once', told.locked === 1);
    verdict.check('a request to unmute that went into the dead connection is told once', told.askedToUnmute === 1);
    verdict.check('words to those who wait, while nobody was there, are told once', told.toWaiting === 1);
    verdict.check(
      'no media failed',
      group.inside.every(({ person }) => person.failures.length === 0),
    );
    return verdict.outcome({
      injected:
        'signaling silent for 2 s and then cut and refused, 10 s in all, for one client of 4 and one who waits; meanwhile a host asks to unmute, locks the room and writes to those who wait',
      figure: `${lostPackets} of ${expectedPackets(group.inside.length, to - from)} packets lost; back ${inSeconds(backMs)} after the cut; ${notices.length} notices; lock told ${told.locked}×, request to unmute ${told.askedToUnmute}×, words to who waits ${told.toWaiting}×`,
    });
  },
};

const tracksWithin = (arrivals: readonly { at: number; track: object }[], from: number, to: number): number =>
  new Set(arrivals.filter(({ at }) => at > from && at < to).map(({ track }) => track)).size;

/** Audio packets to and from one participant in a room of this size. */
const expectedPackets = (people: number, ms: number): number => Math.round(((people - 1) * 2 * ms) / 20);
