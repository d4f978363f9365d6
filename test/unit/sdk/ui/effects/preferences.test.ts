import t from 'tap';
import { loadPreferences, parsePreferences, savePreferences } from '../../../../../sdk/ui/effects/preferences.ts';

t.test('what was stored is taken only as far as it has the right shape', async (t) => {
  t.same(parsePreferences({ cameraId: 'c', speakerId: 7, sound: false, blur: true, music: true, name: 'Anna' }), {
    cameraId: 'c',
    sound: false,
    blur: true,
    music: true,
  });
  for (const nonsense of [null, 'text', 3, [], { blur: 'yes' }]) t.same(parsePreferences(nonsense), {});
});

t.test('a browser that forbids storage is no reason to fail', async (t) => {
  const storage = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new Error('forbidden');
    },
  });
  t.teardown(() => {
    if (storage) Object.defineProperty(globalThis, 'localStorage', storage);
  });
  t.doesNotThrow(() => savePreferences({ sound: true }));
  t.same(loadPreferences(), {});
});
