import t from 'tap';
import { hashPasscode, PasscodeGate } from '../../../../server/src/rooms/passcode-gate.ts';

const someone = (sub: string, passcode?: string, address = '192.0.2.1') => ({
  roomId: 'r-1',
  sub,
  address,
  passcode,
});

t.test('a passcode is kept as a hash of its own and known again', async (t) => {
  const stored = await hashPasscode('Blauer Fluß');
  t.notMatch(stored, /blau/i);
  t.not(await hashPasscode('Blauer Fluß'), stored, 'salted');
  const gate = new PasscodeGate();
  t.equal(await gate.check(stored, someone('anna', 'Blauer Fluß')), 'right');
  t.equal(await gate.check(stored, someone('anna', 'Blauer Fluß'.normalize('NFD'))), 'right', 'however it is typed');
  t.equal(await gate.check(stored, someone('anna', 'blauer fluß')), 'wrong');
  t.equal(await gate.check(stored, someone('anna')), 'missing');
  t.equal(await gate.check(null, someone('anna', 'anything')), 'right', 'a room without one asks for none');
});

t.test('an identity has five tries, also all at once; the right one is not a try', async (t) => {
  const stored = await hashPasscode('1234');
  const gate = new PasscodeGate();
  for (let index = 0; index < 6; index += 1) await gate.check(stored, someone('anna', '1234'));
  t.equal(await gate.check(stored, someone('anna', '1234')), 'right');
  await Promise.all(Array.from({ length: 5 }, () => gate.check(stored, someone('anna', 'guess'))));
  t.equal(await gate.check(stored, someone('anna', '1234')), 'wrong', 'not looked at any more');
  t.equal(await gate.check(stored, someone('ben', '1234')), 'right', 'others are not held up');
});

t.test('an address has twenty tries, whatever client it claims to be', async (t) => {
  const stored = await hashPasscode('1234');
  const gate = new PasscodeGate();
  for (let index = 0; index < 20; index += 1) await gate.check(stored, someone(`guest-${index}`, 'guess'));
  t.equal(await gate.check(stored, someone('anna', '1234')), 'wrong');
  t.equal(await gate.check(stored, someone('anna', '1234', '192.0.2.2')), 'right');
});
