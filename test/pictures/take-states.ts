/**
 * `npm run pictures`: makes the pictures of docs/tour.md, each a state of the interface with the people of the tests'
 * states.
 */
import { statSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { serveStates } from '../browser/ui/states/page/states-server.ts';
import { fewPictures, launchChromium } from '../support/browser/browsers.ts';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const width = 960;
const usualHeight = 600;
/** The panel's part about groups stands below others. */
const heights: Record<string, number> = { 'breakout-start': 1_080 };

/** The names of the states; the pictures have the same. */
const pictured = [
  'lobby',
  'waiting',
  'waiting-agreement',
  'host-panel',
  'meeting-waiting',
  'preview',
  'help-host',
  'chat',
  'round-host',
  'breakout-start',
];

const states = await serveStates();
const browser = await launchChromium([], fewPictures);
try {
  const page = await browser.newPage();
  for (const state of pictured) {
    await page.setViewport({ width, height: heights[state] ?? usualHeight });
    await page.goto(`${states.url}?state=${state}`, { waitUntil: 'networkidle0' });
    await page.waitForFunction('window.stateNames !== undefined');
    // Two frames: elements draw in the first, and are laid out in the second.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const path = `${folder}${state}.webp` as const;
    await page.screenshot({ path, type: 'webp', quality: 80 });
    process.stdout.write(`${path}: ${Math.round(statSync(path).size / 1_000)} kB\n`);
  }
} finally {
  await browser.close();
  states.close();
}
process.exit();
