import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { FuzzClient, type Tally } from '../../support/faults/fuzz/fuzz-client.ts';
import { type Message, MessageSource } from '../../support/faults/fuzz/fuzz-messages.ts';
import { Pools } from '../../support/faults/fuzz/pools.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inMegabytes } from '../../support/faults/rows/row-figures.ts';
import { Random } from '../../support/faults/seeded-random.ts';
import { comesTrue, sleep } from '../../support/faults/wait.ts';
import { opusAndVp8 } from '../../support/media/rtp-packets.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

const corpus = fileURLToPath(new URL('./corpus/', import.meta.url));
const roomCount = 4;
const clientsPerRoom = 2;
const maxPeoplePerRoom = 40;
const memoryLimitBytes = 50_000_000;
const noLimits = { messagesPerSecond: 1e9, messageBurst: 1e9, connectionsPerSecond: 1e6 };

export const fuzz: FaultRow = {
  row: 13,
  title: 'fuzzed messages: empty fingerprints, foreign ids, bad SSRCs, codecs that don’t exist',
  limit: 'no worker dies, nothing crosses rooms, every one answered with a code',
  async run(context) {
    context.note(`seed ${context.seed}`);
    const { clinic, watched } = await Clinic.openWatched(context, { limits: noLimits });
    const group = await Group.gather(clinic, { clients: 1, waiting: 1 });
    const witness = await placeWitness(clinic, group);
    const picture = group.picture();
    const before = await watched.census();
    const { workers } = clinic;
    const fuzzing = new Fuzzing(context, clinic, witness.pools);
    await fuzzing.replay(await readCorpus());
    const from = performance.now();
    await fuzzing.run();
    const perSecond = fuzzing.tally.answered / ((performance.now() - from) / 1_000);
    const died = workers.filter((pid) => !clinic.workers.includes(pid)).length;
    await keepFailures(context.seed, fuzzing.tally, died > 0);
    await fuzzing.end();
    const verdict = new Verdict();
    verdict.check(`no worker dies (${died})`, died === 0);
    await checkAnswers(verdict, clinic, fuzzing.tally);
    await checkOtherRoom(verdict, group, witness, picture);
    const isFreed = await comesTrue(async () => (await watched.census()).held <= before.held, 15_000);
    const after = await watched.census();
    const grown = after.usedBytes - before.usedBytes;
    verdict.check(`the media workers hold nothing more (${before.held} before, ${after.held} after)`, isFreed);
    verdict.check('memory is flat', grown < memoryLimitBytes);
    const { answered, codes, failures } = fuzzing.tally;
    return verdict.outcome({
      injected: `${answered.toLocaleString('en')} messages by ${roomCount * (clientsPerRoom + 1)} seats in ${roomCount} rooms, with ids of a fifth (seed ${context.seed})`,
      figure: `${Math.round(perSecond).toLocaleString('en')}/s; ${describeCodes(codes)}; ${failures.length} unanswered or internal; ${died} workers died; memory ${inMegabytes(grown)}`,
    });
  },
};

async function checkAnswers(verdict: Verdict, clinic: Clinic, { failures }: Tally): Promise<void> {
  const internal = await clinic.metric('hearthroom_internal_errors_total');
  const [first] = failures;
  const example = first ? `, such as ${first.message.method} → ${first.answer}` : '';
  verdict.check(`every one answered with a code (${failures.length} not${example})`, failures.length === 0);
  verdict.check(`no internal error (${internal})`, internal === 0);
}

/** The room whose ids everybody knew was not affected. */
async function checkOtherRoom(verdict: Verdict, group: Group, witness: Witness, picture: string): Promise<void> {
  const overheard = witness.client.notifications
    .slice(witness.heard)
    .filter(({ method }) => method !== 'activeSpeakersChanged');
  const told = overheard.map(({ method }) => method).join(', ');
  verdict.check(`nothing crosses rooms (${told || 'nothing heard'})`, overheard.length === 0);
  const changes = await group.changesSince(picture);
  verdict.check('the other room is as it was', changes === '', changes);
  const hears = await group.hearsEachOther(10_000).then(
    () => true,
    () => false,
  );
  verdict.check('and hears itself', hears);
}

/** Permanently: each is sent again at the start of every later run. */
async function keepFailures(seed: number, { failures, recent }: Tally, hasWorkerDied: boolean): Promise<void> {
  if (hasWorkerDied) await keep({ seed, sequence: recent });
  for (const failure of failures.slice(0, 50)) await keep({ seed, ...failure });
}

interface Witness {
  client: RawClient;
  pools: Pools;
  /** Notifications so far. */
  heard: number;
}

/** A participant in the room that must not be affected, whose ids all fuzzers know. */
async function placeWitness(clinic: Clinic, group: Group): Promise<Witness> {
  const pools = new Pools(new Random(1));
  const token = await clinic.tokenFor(group.room, { sub: 'witness', role: 'cotherapist' });
  const { client, arrival } = await RawClient.join(clinic.url, { token });
  const answer = await client.request('openMedia', { rtpCapabilities: opusAndVp8 });
  await client.notification('consumersAdded');
  await sleep(1_000);
  pools.harvest(arrival);
  pools.harvest(answer);
  for (const { params } of client.notifications) pools.harvest(params);
  return { client, pools, heard: client.notifications.length };
}

class Fuzzing {
  readonly tally: Tally = { answered: 0, codes: new Map(), failures: [], recent: [] };
  readonly #context: RowContext;
  readonly #clinic: Clinic;
  readonly #pools: Pools;
  readonly #rooms: { id: string; clients: number }[] = [];
  readonly #allRooms: string[] = [];
  #people = 0;

  constructor(context: RowContext, clinic: Clinic, pools: Pools) {
    this.#context = context;
    this.#clinic = clinic;
    this.#pools = pools;
  }

  /** Failures of earlier runs: each must be answered now. */
  async replay(messages: readonly Message[]): Promise<void> {
    await this.#openRoom(0);
    const client = await this.#enter(0, 'therapist');
    for (const message of messages) {
      await client.say(message);
      await client.settle();
    }
    client.close();
  }

  async run(): Promise<void> {
    for (let index = 0; index < roomCount; index += 1) await this.#openRoom(index);
    const seats = Array.from({ length: roomCount * (clientsPerRoom + 1) }, (_, index) => index);
    const watch = setInterval(() => this.#context.note(`${this.tally.answered.toLocaleString('en')} answered`), 15_000);
    try {
      await Promise.all(seats.map((seat) => this.#fuzz(seat)));
    } finally {
      clearInterval(watch);
    }
  }

  /** Deletes all rooms. */
  async end(): Promise<void> {
    for (const id of this.#allRooms) await this.#clinic.api('DELETE', `/v1/rooms/${id}`);
  }

  async #fuzz(seat: number): Promise<void> {
    const random = new Random(this.#context.seed + seat);
    const source = new MessageSource(random, this.#context.seed + seat);
    const role = seat < roomCount ? 'therapist' : 'client';
    let client: FuzzClient | null = null;
    while (this.tally.answered < this.#context.messages) {
      if (!client?.isOpen) {
        client?.close();
        if (client?.closedWith === 'room-ended') await this.#openRoom(seat % roomCount);
        client = await this.#enter(seat % roomCount, role);
      }
      await client.say(source.next());
    }
    await client?.settle();
    client?.close();
  }

  async #openRoom(index: number): Promise<void> {
    const id = await this.#clinic.createRoom({
      waitingRoom: index % 2 === 0,
      seatLeaseSeconds: 5,
      maxParticipants: 50,
      maxWaiting: 200,
    });
    this.#rooms[index] = { id, clients: 0 };
    this.#allRooms.push(id);
  }

  /** As a new person: the previous one may be banned, or still hold the seat. */
  async #enter(index: number, role: 'therapist' | 'client'): Promise<FuzzClient> {
    this.#people += 1;
    const number = this.#people;
    // Seats of participants who left are kept, and a room cannot hold thousands.
    if ((this.#rooms[index]?.clients ?? maxPeoplePerRoom) >= maxPeoplePerRoom) await this.#openRoom(index);
    const room = this.#rooms[index];
    if (!room) throw new Error('There is no room');
    room.clients += 1;
    const own = new Pools(new Random(this.#context.seed + number));
    const client = await FuzzClient.open(this.#clinic.url, this.#pools, own, this.tally);
    await client.enter(await this.#clinic.tokenFor(room.id, { sub: `somebody-${number}`, role }));
    return client;
  }
}

function describeCodes(codes: ReadonlyMap<string, number>): string {
  const sorted = [...codes].sort(([, one], [, other]) => other - one);
  return sorted
    .slice(0, 8)
    .map(([code, count]) => `${code} ${count.toLocaleString('en')}`)
    .join(', ');
}

async function keep(failure: object): Promise<void> {
  const text = `${JSON.stringify(failure, null, 2)}\n`;
  await mkdir(corpus, { recursive: true });
  await writeFile(`${corpus}${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`, text);
}

async function readCorpus(): Promise<Message[]> {
  const names = await readdir(corpus).catch(() => []);
  const files = await Promise.all(names.map((name) => readFile(`${corpus}${name}`, 'utf8')));
  return files.flatMap((text) => {
    const kept: unknown = JSON.parse(text);
    return isKept(kept) ? [...(kept.message ? [kept.message] : []), ...(kept.sequence ?? [])] : [];
  });
}

const isKept = (value: unknown): value is { message?: Message; sequence?: Message[] } =>
  typeof value === 'object' && value !== null && ('message' in value || 'sequence' in value);
