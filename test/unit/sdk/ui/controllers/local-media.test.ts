import t, { type Test } from 'tap';
import { LocalMedia } from '../../../../../sdk/ui/controllers/local-media.ts';
import { loadPreferences, savePreferences } from '../../../../../sdk/ui/effects/preferences.ts';
import { createParticipant, settled } from '../../src/local/late-devices.ts';

/** The interface's devices in a browser that remembers these preferences. */
function setUp(t: Test, preferences: Parameters<typeof savePreferences>[0] = {}) {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  const stored = new Map<string, string>();
  const value = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
  };
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value });
  savePreferences(preferences);
  const made = createParticipant();
  const media = new LocalMedia(made.participant, () => {});
  t.teardown(() => {
    media.close();
    if (before) Object.defineProperty(globalThis, 'localStorage', before);
    else Reflect.deleteProperty(globalThis, 'localStorage');
  });
  return { ...made, media };
}

t.test('music mode is remembered when it works, and only then', async (t) => {
  const { media, participant, devices } = setUp(t);
  media.setEnabled('microphone', true);
  devices.questions[0]?.grant();
  await settled();
  media.setMusic(true);
  devices.questions[0]?.refuse('OverconstrainedError', 'autoGainControl');
  await settled();
  t.equal(participant.audioMode, 'voice');
  t.same(loadPreferences(), {});
  t.ok(participant.isEnabled('microphone'), 'it is heard as before');
  media.setMusic(true);
  devices.questions[0]?.grant();
  await settled();
  t.equal(participant.audioMode, 'music');
  t.same(loadPreferences(), { music: true });
});

t.test('a person who has chosen music mode before begins with it', async (t) => {
  const { media, participant, devices } = setUp(t, { music: true });
  t.equal(participant.audioMode, 'music');
  media.setEnabled('microphone', true);
  t.match(devices.constraints, [{ audio: { echoCancellation: { exact: false } } }]);
});

t.test(
  'a microphone that can’t be captured for music is heard as speech, and the choice stays for others',
  async (t) => {
    const { media, participant, devices } = setUp(t, { music: true });
    media.setEnabled('microphone', true);
    devices.questions[0]?.refuse('OverconstrainedError', 'echoCancellation');
    await settled();
    devices.questions[0]?.grant();
    await settled();
    t.ok(participant.isEnabled('microphone'));
    t.equal(participant.audioMode, 'voice');
    t.same(loadPreferences(), { music: true });
  },
);
