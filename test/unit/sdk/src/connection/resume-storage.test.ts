import t from 'tap';
import { createResumeStorage } from '../../../../../sdk/src/connection/resume-storage.ts';

const base64url = (text: string) => Buffer.from(text).toString('base64url');
const tokenOf = (claims: object) => `${base64url('{"alg":"HS256"}')}.${base64url(JSON.stringify(claims))}.c2lnbmF0dXJl`;
const address = 'wss://sfu.example/v1/connect';

class TestStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

t.test('a reload of the page finds the secret of its seat, whatever else is new in the token', async (t) => {
  const tab = new TestStorage();
  createResumeStorage(tab, address, tokenOf({ room: 'r1', sub: 'anna', exp: 1 })).save('secret');
  t.equal(createResumeStorage(tab, address, tokenOf({ sub: 'anna', room: 'r1', exp: 2 })).load(), 'secret');
});

t.test('another server, room or identity has a place of its own', async (t) => {
  const tab = new TestStorage();
  createResumeStorage(tab, address, tokenOf({ room: 'r1', sub: 'anna' })).save('secret');
  t.equal(createResumeStorage(tab, `${address}x`, tokenOf({ room: 'r1', sub: 'anna' })).load(), null);
  t.equal(createResumeStorage(tab, address, tokenOf({ room: 'r2', sub: 'anna' })).load(), null);
  t.equal(createResumeStorage(tab, address, tokenOf({ room: 'r1', sub: 'ännä' })).load(), null);
});

t.test('clearing forgets it', async (t) => {
  const tab = new TestStorage();
  const storage = createResumeStorage(tab, address, tokenOf({ room: 'r1', sub: 'anna' }));
  storage.save('secret');
  storage.clear();
  t.equal(storage.load(), null);
  t.equal(tab.items.size, 0);
});

t.test('neither room nor identity can be read in what is stored', async (t) => {
  const tab = new TestStorage();
  createResumeStorage(tab, address, tokenOf({ room: 'room-canary', sub: 'sub-canary' })).save('secret');
  t.notMatch([...tab.items.keys()].join(), /canary/);
});

t.test('a token that cannot be read, or a storage that refuses, costs the resume and nothing else', async (t) => {
  for (const token of ['', 'x', 'a.b.c', `a.${base64url('null')}.c`, `a.${base64url('{"room":1,"sub":"a"}')}.c`]) {
    const storage = createResumeStorage(new TestStorage(), address, token);
    storage.save('secret');
    t.equal(storage.load(), null);
  }
  const refuse = () => {
    throw new Error('QuotaExceededError');
  };
  const storage = createResumeStorage(
    { getItem: refuse, setItem: refuse, removeItem: refuse },
    address,
    tokenOf({ room: 'r1', sub: 'anna' }),
  );
  storage.save('secret');
  storage.clear();
  t.equal(storage.load(), null);
});
