import { readdirSync, readFileSync } from 'node:fs';
import { closeCodes } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { byCode, englishTexts, mergeTexts } from '../../../../../sdk/ui/texts/texts.ts';

/** Every text with its path; functions are called with sample arguments. */
function* textsOf(value: unknown, path = ''): Generator<[string, string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'function') yield [path, String(value('word', 'word', 3))];
  else
    for (const [key, inner] of Object.entries(value ?? {})) yield* textsOf(inner, path === '' ? key : `${path}.${key}`);
}

t.test('no text is empty or has an exclamation mark', async (t) => {
  for (const [path, text] of textsOf(englishTexts)) {
    if (path !== 'host.roles.client') t.not(text.trim(), '', `${path} is not empty`);
    t.notMatch(text, /!|undefined|NaN/, path);
  }
});

t.test('every end that a server can announce has words of its own, or the common ones', async (t) => {
  for (const code of [
    'left',
    'removed',
    'denied',
    'room-ended',
    'replaced',
    'not-available',
    'token-invalid',
    'token-expired',
    'token-revoked',
    'too-much-media',
    'client-too-old',
    'server-too-old',
    'too-many-connections',
    'storage-unavailable',
    'server-draining',
    'server-shutdown',
  ] as const) {
    t.not(englishTexts.closed[code], englishTexts.closed.other, `${code} has its own`);
  }
  for (const code of Object.keys(closeCodes)) t.ok(byCode<{ title: string }>(englishTexts.closed, code).title);
  t.equal(
    byCode<unknown>(englishTexts.closed, 'constructor'),
    englishTexts.closed.other,
    'a code is no property of objects',
  );
});

t.test('a translation may be incomplete', async (t) => {
  const german = mergeTexts({ lobby: { join: 'Eintreten' }, documentTitle: (count) => `${count} warten` });
  t.equal(german.lobby.join, 'Eintreten');
  t.equal(german.lobby.title, englishTexts.lobby.title);
  t.equal(german.documentTitle(2, 'x'), '2 warten');
  t.equal(englishTexts.lobby.join, 'Go in', 'the table itself stays');
});

t.test('texts about a device that failed suit a microphone and a shared screen alike', async (t) => {
  const { deviceErrors, devices } = englishTexts;
  for (const [code, told] of Object.entries(deviceErrors)) {
    t.match(told(devices.microphone), /\bmicrophone\b/, code);
    t.notMatch(told(devices.screen), /\ba screen sharing/, `${code}`);
  }
  t.match(
    deviceErrors['device-blocked-by-page'](devices.screen),
    'This website does not allow your screen sharing here.',
  );
});

t.test('nobody is told that a device muted by the system comes back by itself: it may have a switch', async (t) => {
  t.notMatch(englishTexts.deviceErrors['system-muted']('microphone'), /by itself/);
});

t.test('elements hold no text of their own', async (t) => {
  const folder = new URL('../../../../../sdk/ui/elements/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  t.ok(files.length > 20, 'all of them');
  for (const file of files) {
    const source = readFileSync(new URL(file, folder), 'utf8').replace(/css`[^`]*`/g, '');
    t.notMatch(source, /(?:aria-label|title|placeholder|alt)="[A-Z]/, `${file}: labels come from the table`);
    t.notMatch(source, />\s*[A-Z][a-z]+ [a-z]+[^<>{}();=]*</, `${file}: sentences come from the table`);
  }
});
