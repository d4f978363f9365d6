/** A page that a server rendered, taken over by React 18 and 19 in a document, without a difference. */
import type { ReactNode } from 'react';
import t, { type Test } from 'tap';
import { addContainer, closePage } from '../../../support/react/page.ts';
import { loadReact } from '../../../support/react/react-version.ts';
import { turnsUntil } from '../../../support/time/turns-until.ts';
import { arrival, ben, entry, hostSnapshot, ScriptedServer } from '../src/scripted-server.ts';
import { immediately, jwtOf } from '../src/set-up-session.ts';

t.teardown(closePage);

for (const version of ['18', '19'] as const) {
  const { React, client, server: renderer, layer } = await loadReact(version);
  const { createElement } = React;

  /** Shows a value of each hook. */
  function Page() {
    const facts = {
      ...layer.useSessionState(),
      room: layer.useRoom()?.title ?? null,
      self: layer.useSelf(),
      participants: layer.useParticipants(),
      previewed: layer.usePreviewedParticipant(),
      speakers: layer.useActiveSpeakers(),
      waiting: layer.useWaitingRoom().waiting,
      messages: layer.useWaitingMessages(),
      chat: layer.useChatMessages(),
      camera: layer.useDevice('camera').isOn,
      track: layer.useTrack('p-ben', 'camera') === null,
      sound: layer.useSound().isBlocked,
    };
    return createElement('pre', null, JSON.stringify(facts));
  }

  /** Renders on the server, puts the HTML into the page, and hydrates; collects what React says about differences. */
  async function hydrate(t: Test, tree: () => ReactNode) {
    const container = addContainer();
    container.innerHTML = renderer.renderToString(tree());
    const rendered = container.innerHTML;
    const warnings = t.capture(console, 'error');
    const differences: unknown[] = [];
    const first = container.firstElementChild;
    const root = client.hydrateRoot(container, tree(), { onRecoverableError: (error) => differences.push(error) });
    t.teardown(() => {
      root.unmount();
      container.remove();
    });
    return {
      container,
      rendered,
      isKept: () => container.firstElementChild === first,
      complaints: () => [...differences.map(String), ...warnings().map(({ args }) => args.map(String).join(' '))],
    };
  }

  t.test(
    `React ${version}: a page with all hooks is hydrated without a difference, then shows the session`,
    async (t) => {
      const server = await ScriptedServer.start();
      t.teardown(() => server.close());
      server.answers.authenticate = () =>
        arrival({ snapshot: { ...hostSnapshot, participants: [ben], waiting: [entry('p-anna', 4)] } });
      const options = {
        url: server.url,
        getToken: () => jwtOf('token'),
        reconnectPolicy: immediately,
        environment: { storage: null, mediaDevices: null },
      };
      const page = await hydrate(t, () =>
        createElement(layer.SessionProvider, options, createElement(Page), createElement(layer.SessionAudio)),
      );
      t.match(page.rendered, /"state":"idle"/);
      await turnsUntil(() => page.container.textContent?.includes('Tuesday group') === true, 'the session');
      t.match(page.container.textContent, /"name":"Ben".*"id":"p-anna"/);
      t.ok(page.isKept(), 'React took over the nodes of the server');
      t.same(page.complaints(), []);
    },
  );

  t.test(
    `React ${version}: the element is hydrated without a difference, with its attributes and getToken`,
    async (t) => {
      const page = await hydrate(t, () =>
        createElement(layer.HearthroomSession, {
          url: 'https://calls.example.org',
          getToken: () => jwtOf('token'),
          listenOnly: true,
          encryption: 'required',
          exitUrl: 'https://weather.example.org',
          className: 'call',
          style: { height: '40rem' },
        }),
      );
      const element = () => page.container.querySelector('hearthroom-session');
      await turnsUntil(() => typeof element()?.getToken === 'function', 'mounted');
      t.equal(page.container.innerHTML, page.rendered);
      t.ok(page.isKept(), 'React took over the nodes of the server');
      t.same(page.complaints(), []);
    },
  );

  t.test(`React ${version}: a page that differs from what the server rendered is noticed by this test`, async (t) => {
    let renders = 0;
    function Differs() {
      renders += 1;
      return createElement('p', null, renders === 1 ? 'server' : 'page');
    }
    const page = await hydrate(t, () => createElement(Differs));
    await turnsUntil(() => page.complaints().length > 0, 'the difference');
    t.match(page.complaints().join('\n'), /hydrat/i);
  });
}
