/**
 * `npm run picture`: makes docs/pictures/session.webp, a session of the demo as its therapist sees it: five
 * participants inside, two waiting.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import '../../examples/build.ts';
import { Visitor } from '../browser/ui/visitor.ts';
import { launchChromium } from '../support/browser/browsers.ts';
import { startTestServer } from '../support/server/test-server.ts';
import { type DrawnPerson, useDrawnCamera } from './drawn-camera.ts';

const path = fileURLToPath(new URL('../../docs/pictures/session.webp', import.meta.url));
const host = { width: 1440, height: 900 };
const small = { width: 640, height: 480 };

type Member = DrawnPerson & { name: string; label: string };
const plain = { hasGlasses: false, hasBeard: false };
const inside: Member[] = [
  {
    ...plain,
    name: 'Anna',
    label: 'A. Berger',
    wall: '#b8cfc4',
    skin: '#eac0a0',
    hair: '#7a4a2a',
    clothes: '#3f6f8f',
    hairStyle: 'long',
  },
  {
    ...plain,
    name: 'Ben',
    label: 'B. Costa, first time',
    wall: '#d9c7b0',
    skin: '#a9714b',
    hair: '#221a17',
    clothes: '#5a7d4f',
    hairStyle: 'short',
    hasBeard: true,
  },
  {
    ...plain,
    name: 'Cleo',
    label: 'C. Dahl',
    wall: '#c3c8dc',
    skin: '#6f4630',
    hair: '#1c1413',
    clothes: '#a85d4a',
    hairStyle: 'bun',
  },
  {
    ...plain,
    name: 'David',
    label: 'D. Evans',
    wall: '#d3d6cf',
    skin: '#f0cdb2',
    hair: '#8d8d8d',
    clothes: '#4c4f63',
    hairStyle: 'none',
    hasGlasses: true,
  },
];
const waiting: Member[] = [
  {
    ...plain,
    name: 'Elif',
    label: 'E. Falk',
    wall: '#ccc',
    skin: '#d9a986',
    hair: '#332',
    clothes: '#667',
    hairStyle: 'long',
  },
  {
    ...plain,
    name: 'Frida',
    label: 'F. Gruber, first time',
    wall: '#ccc',
    skin: '#d9a986',
    hair: '#332',
    clothes: '#667',
    hairStyle: 'bun',
  },
];
const therapist: DrawnPerson = {
  ...plain,
  wall: '#c9bfa9',
  skin: '#e3b691',
  hair: '#5b3a2e',
  clothes: '#37474f',
  hairStyle: 'bun',
  hasGlasses: true,
};

const server = await startTestServer({ env: { HEARTHROOM_DEMO: 'true' } });
const browser = await launchChromium();
const room = await server.createRoom({ title: 'Tuesday group', waitingMessage: 'We begin at six.', lengthMinutes: 90 });

const open = async (
  page: string,
  who: { name: string; label?: string; role: 'therapist' | 'client' },
  person: DrawnPerson,
) => {
  const token = await server.tokenFor(room, { sub: who.name.toLowerCase(), ...who });
  const size = who.role === 'therapist' ? host : small;
  const visitor = await Visitor.open(browser, `${server.url}/${page}#token=${token}`, size, (blank) =>
    blank.evaluateOnNewDocument(useDrawnCamera, person),
  );
  await visitor.press('Go in');
  return visitor;
};

/**
 * Waits until the pictures of the others arrive at half their size, which is enough for a tile. On a busy machine they
 * may stay smaller.
 */
async function sharpPictures({ page }: Visitor): Promise<void> {
  const isSharp = page.waitForFunction(
    () => {
      const find = (root: Document | ShadowRoot): HTMLVideoElement[] =>
        [...root.querySelectorAll('*')].flatMap((element) => {
          if (element.shadowRoot) return find(element.shadowRoot);
          return element instanceof HTMLVideoElement && element.srcObject ? [element] : [];
        });
      return find(document).every(({ videoHeight }) => videoHeight >= 180);
    },
    { polling: 500, timeout: 90_000 },
  );
  await isSharp.catch(() => process.stderr.write('Some pictures are still small: take it again on an idle machine\n'));
}

try {
  const weber = await open('therapist.html', { name: 'Dr. Weber', role: 'therapist' }, therapist);
  for (const [index, { name, label, ...person }] of inside.entries()) {
    await open('client.html', { name, label, role: 'client' }, person);
    // The panel of waiting participants stays open.
    if (index === 0) await weber.press('Show');
    await weber.press(`Let in ${name}`);
  }
  for (const { name, label, ...person } of waiting) await open('client.html', { name, label, role: 'client' }, person);
  await weber.seesAndHears(inside.length + 1, inside.length);
  await weber.page.bringToFront();
  await weber.reads('F. Gruber, first time');
  await sharpPictures(weber);
  mkdirSync(dirname(path), { recursive: true });
  await weber.page.screenshot({ path, type: 'webp', quality: 85 });
  process.stdout.write(`${path}: ${Math.round(statSync(path).size / 1_000)} kB\n`);
} finally {
  await browser.close();
  await server.close();
}
process.exit();
