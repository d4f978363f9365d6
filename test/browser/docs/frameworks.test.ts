/** The examples for Vue and Svelte as applications use them: their types are checked, and they are sessions in Chromium. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { startPageServer } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';
import {
  bundleComponent,
  checkComponent,
  type Framework,
  frameworkExample,
  writeFrameworkApp,
} from '../../support/docs/framework-app.ts';
import { startTestServer } from '../../support/server/test-server.ts';

// Two type checkers start twice each.
t.setTimeout(400_000);
const screenshots = join(root, 'test/browser/screenshots');
mkdirSync(screenshots, { recursive: true });
const app = t.testdir({});
writeFrameworkApp(app);

const frameworks: Framework[] = ['vue', 'svelte'];
/** Changes of the examples that are wrong, and what the type checker says about them. */
const mistakes: Record<Framework, [from: string, to: string, complaint: RegExp][]> = {
  vue: [
    [':getToken.prop="getToken"', ':getToken.prop="5"', /'number' is not assignable to type '\(*\) => string/],
    [':url="url"', ':url="5"', /'number' is not assignable to type 'string/],
    ["emit('closed')", '(event) => event.detail.nothing', /'nothing' does not exist on type '\{ reason: string/],
  ],
  svelte: [
    ['{getToken}', 'getToken={5}', /'number' is not assignable to type '\(*\) => string/],
    ['url="https://calls.example.org"', 'url={5}', /'number' is not assignable to type 'string/],
    ['={onclosed}', '={(event) => event.detail.nothing}', /'nothing' does not exist on type '\{ reason: string/],
  ],
};

for (const framework of frameworks) {
  t.test(`the example for ${framework} has the types of the element, and mistakes in it are found`, async (t) => {
    const code = frameworkExample(framework);
    t.equal(checkComponent(app, framework, code), '');
    const wrong = mistakes[framework].reduce((text, [from, to]) => text.replace(from, to), code);
    const found = checkComponent(app, framework, wrong);
    for (const [, mistake, complaint] of mistakes[framework]) {
      t.ok(wrong.includes(mistake), mistake);
      t.match(found, complaint, mistake);
    }
  });
}

const tokens: string[] = [];
const page = (script: string) =>
  `<!doctype html><html lang="en"><title>Example</title><body><main></main><script type="module" src="${script}"></script>`;
const scriptOf = (framework: Framework) =>
  bundleComponent(app, framework, frameworkExample(framework).replace('https://calls.example.org', server.url));
const pages = await startPageServer({
  '/my-backend/token': () => tokens.shift() ?? '',
  '/vue': page('/vue.js'),
  '/vue.js': () => scriptOf('vue'),
  '/svelte': page('/svelte.js'),
  '/svelte.js': () => scriptOf('svelte'),
});
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  pages.close();
  await server.close();
});

for (const framework of frameworks) {
  t.test(
    `two people see each other in the example for ${framework}, which learns that the session ended`,
    async (t) => {
      const room = await server.createRoom({ title: 'Tuesday group', waitingRoom: false });
      const views = [];
      for (const person of [
        { sub: 'w', role: 'therapist', name: 'Dr. Weber' },
        { sub: 'a', role: 'client', name: 'Anna' },
      ] as const) {
        tokens.push(await server.tokenFor(room, person));
        const view = await (await browser.createBrowserContext()).newPage();
        await view.setViewport({ width: 1440, height: 900 });
        await view.goto(`${pages.url}/${framework}`);
        await (await view.waitForSelector('hearthroom-session >>> button.join'))?.click();
        views.push(view);
      }
      for (const view of views) {
        await view.bringToFront();
        await until(async () => {
          const videos = await view.$$('hearthroom-session >>> hearthroom-tile >>> video');
          const widths = await Promise.all(videos.map((video) => video.evaluate((one) => one.videoWidth)));
          return widths.filter((width) => width > 0).length === 2;
        }, 'the own picture and that of the other');
      }
      const [host] = views;
      await host?.screenshot({ path: join(screenshots, `framework-${framework}.png`) });
      await host?.evaluate(() => document.querySelector('hearthroom-session')?.session?.host.endRoom());
      for (const view of views) await view.waitForFunction(() => document.title === 'closed');
      t.pass('the component’s own event');
    },
  );
}
