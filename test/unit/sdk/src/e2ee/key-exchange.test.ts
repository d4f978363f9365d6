import t from 'tap';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';
import { createIdentity } from '../../../../../sdk/src/e2ee/keys/identity.ts';
import { VerifiedIdentities } from '../../../../../sdk/src/e2ee/keys/verified-identities.ts';
import type { MediaEncryptionEvents } from '../../../../../sdk/src/e2ee/page/media-encryption.ts';
import { KeyExchange, missingMs } from '../../../../../sdk/src/e2ee/session/key-exchange.ts';
import { PlacePeople } from '../../../../../sdk/src/e2ee/session/place-people.ts';
import { Problems } from '../../../../../sdk/src/e2ee/session/problems.ts';
import { admittedSnapshot, weber } from '../scripted-server.ts';

class Media extends Emitter<MediaEncryptionEvents> {
  tell(): void {}

  happen<Name extends keyof MediaEncryptionEvents>(event: Name, ...args: MediaEncryptionEvents[Name]): void {
    this.emit(event, ...args);
  }
}

/** Anna, who is with Weber; both have keys. */
async function setUp() {
  const [own, weberKeys] = [await createIdentity('r1'), await createIdentity('r1')];
  const identities = new VerifiedIdentities('r1');
  const media = new Media();
  const problems = new Problems(() => {});
  const later = new Set<() => void>();
  const missing: string[] = [];
  const keys = new KeyExchange({
    roomId: 'r1',
    participantId: 'p-anna',
    identity: own,
    verify: (identity) => identities.verify(identity),
    request: () => Promise.reject(new Error('no server')),
    media,
    problems,
    handleMissing: (id) => missing.push(id),
    schedule: (work, afterMs) => {
      if (afterMs === missingMs) later.add(work);
      return () => later.delete(work);
    },
  });
  const { self } = admittedSnapshot;
  const people = new PlacePeople(
    {
      ...admittedSnapshot,
      self: { ...self, stay: 1, audience: [weber.id] },
      participants: [{ ...weber, stay: 1, e2ee: weberKeys.wire }],
    },
    null,
  );
  const wait = () => {
    for (const work of [...later]) work();
  };
  const track = { participantId: weber.id, source: 'camera' };
  return { keys, people, media, problems, missing, wait, track };
}

t.test('who can’t be decrypted for a while is told once, until it can', async (t) => {
  const { keys, people, media, problems, missing, wait, track } = await setUp();
  keys.follow(people, 'e2e');
  media.happen('dropped', track, 'no-key');
  t.equal(problems.shown.size, 0);
  wait();
  media.happen('dropped', track, 'not-authentic');
  wait();
  t.same([missing, [...problems.shown]], [[weber.id], [[weber.id, 'key-missing']]]);
  media.happen('decrypted', track);
  t.equal(problems.shown.size, 0);
  keys.close();
});

t.test('frames that are dropped while encryption ends are no problem', async (t) => {
  const { keys, people, media, problems, missing, wait, track } = await setUp();
  keys.follow(people, 'e2e');
  media.happen('dropped', track, 'not-encrypted');
  keys.follow(people, 'none');
  media.happen('dropped', track, 'not-encrypted');
  wait();
  t.same([missing, problems.shown.size], [[], 0]);
  keys.follow(people, 'e2e');
  media.happen('dropped', track, 'not-encrypted');
  wait();
  t.same(missing, [weber.id], 'and are one afterwards');
  keys.close();
});
