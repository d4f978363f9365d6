/** `<HearthroomSession>` around an element without its code, with React 18 and 19. */
import { Session } from '@hearthroom/sdk';
import type { HearthroomSessionElement } from '@hearthroom/sdk/react';
import { englishTexts, mergeTexts } from '@hearthroom/sdk/ui';
import t from 'tap';
import { closePage } from '../../../support/react/page.ts';
import { loadReact } from '../../../support/react/react-version.ts';
import { turnsUntil } from '../../../support/time/turns-until.ts';
import { FakeTrack } from '../src/local/late-devices.ts';
import { setUpMounted } from './mounted-session.ts';

t.teardown(closePage);

for (const version of ['18', '19'] as const) {
  const loaded = await loadReact(version);
  const { React, layer } = loaded;
  const { createElement, StrictMode } = React;

  async function setUpElement(t: Parameters<typeof setUpMounted>[0]) {
    const mounted = await setUpMounted(t, loaded);
    const find = () => mounted.container.querySelector('hearthroom-session');
    const { getToken } = mounted.options;
    return {
      mounted,
      getToken,
      /** Resolves with the element once its `getToken` is set. */
      async element(before: HearthroomSessionElement | null = null): Promise<HearthroomSessionElement> {
        await turnsUntil(() => find() !== before && typeof find()?.getToken === 'function', 'mounted');
        const element = find();
        if (!element) throw new Error('there is no element');
        return element;
      },
      /** Gives the element a session in the waiting room, with a camera. */
      async connect(element: HearthroomSessionElement) {
        const session = new Session(mounted.options);
        const camera = new FakeTrack('video', 'camera-1');
        Object.defineProperty(element, 'session', { value: session });
        await session.localParticipant.setCameraEnabled(true, { track: camera as unknown as MediaStreamTrack });
        await session.connect();
        mounted.sessions.push(session);
        return { session, camera };
      },
    };
  }

  t.test(`React ${version}: StrictMode keeps the session of the element`, async (t) => {
    const page = await setUpElement(t);
    const { mounted, getToken } = page;
    const told: string[] = [];
    // Its second effect runs after the second mount.
    const Mounts = () => {
      React.useEffect(() => {
        told.push('mounted');
      }, []);
      return null;
    };
    const children = [createElement(layer.HearthroomSession, { key: 1, getToken }), createElement(Mounts, { key: 2 })];
    mounted.root.render(createElement(StrictMode, null, children));
    await turnsUntil(() => told.length === 2, 'mounted twice');
    const element = await page.element();
    await Promise.resolve();
    t.equal(typeof element.getToken, 'function');
    const { session, camera } = await page.connect(element);
    t.equal(mounted.container.querySelector('hearthroom-session'), element);
    t.equal(session.state, 'waiting');
    t.equal(camera.readyState, 'live');
    await session.disconnect();
  });

  t.test(`React ${version}: without texts any more, the element has the default ones`, async (t) => {
    const { mounted, getToken, element } = await setUpElement(t);
    const german = mergeTexts({ lobby: { join: 'Eintreten' } });
    mounted.root.render(createElement(layer.HearthroomSession, { getToken, texts: german }));
    const current = await element();
    t.equal(current.texts, german);
    mounted.root.render(createElement(layer.HearthroomSession, { getToken }));
    await turnsUntil(() => current.texts === englishTexts, 'English');
    mounted.root.render(createElement(layer.HearthroomSession, { getToken, texts: german }));
    await turnsUntil(() => current.texts === german, 'German again');
  });

  t.test(`React ${version}: a ref callback gets the element, and null after it`, async (t) => {
    const { mounted, getToken, element } = await setUpElement(t);
    const told: unknown[] = [];
    const ref = (current: unknown): void => {
      told.push(current);
    };
    mounted.root.render(createElement(layer.HearthroomSession, { getToken, ref }));
    const current = await element();
    mounted.root.render(null);
    await turnsUntil(() => told.length === 2, 'detached');
    t.ok(told[0] === current);
    t.equal(told[1], null);
  });

  if (version === '19') {
    t.test('React 19: the function that a ref callback returns is called instead', async (t) => {
      const { mounted, getToken, element } = await setUpElement(t);
      const told: string[] = [];
      const ref = (current: unknown) => {
        told.push(current === null ? 'null' : 'element');
        return () => {
          told.push('cleaned up');
        };
      };
      mounted.root.render(createElement(layer.HearthroomSession, { getToken, ref }));
      await element();
      mounted.root.render(null);
      await turnsUntil(() => told.length === 2, 'detached');
      t.same(told, ['element', 'cleaned up']);
    });
  }

  if ('Activity' in React) {
    t.test(`React ${version}: hidden by Activity the element leaves, and shown again it is a new one`, async (t) => {
      const page = await setUpElement(t);
      const { mounted, getToken } = page;
      const show = (mode: 'visible' | 'hidden') =>
        mounted.root.render(
          createElement(React.Activity, { mode, children: createElement(layer.HearthroomSession, { getToken }) }),
        );
      show('visible');
      const element = await page.element();
      const { session, camera } = await page.connect(element);
      show('hidden');
      await turnsUntil(() => session.state === 'closed', 'left');
      await turnsUntil(() => mounted.server.connection.last('leave') !== undefined, 'told to the server');
      t.equal(camera.readyState, 'ended');
      show('visible');
      const next = await page.element(element);
      t.equal(next.session, undefined);
      t.equal(mounted.container.children.length, 1);
    });

    t.test(
      `React ${version}: hidden by Activity before its code is loaded, the element asks for no token`,
      async (t) => {
        const page = await setUpElement(t);
        const { mounted, getToken } = page;
        const show = (mode: 'visible' | 'hidden') =>
          mounted.root.render(
            createElement(React.Activity, { mode, children: createElement(layer.HearthroomSession, { getToken }) }),
          );
        show('visible');
        const element = await page.element();
        show('hidden');
        await turnsUntil(() => element.getToken === null, 'nothing to begin with');
      },
    );
  }
}
