/** Rendering on a server, where there is no page, with React 18 and 19. */
import t from 'tap';
import { loadReact } from '../../../support/react/react-version.ts';

for (const version of ['18', '19'] as const) {
  t.test(`React ${version}: a page with all hooks is rendered on a server`, async (t) => {
    const { React, layer, server } = await loadReact(version);
    t.equal(globalThis.window, undefined);
    const { createElement } = React;
    function Page() {
      const { state } = layer.useSessionState();
      const facts = {
        state,
        room: layer.useRoom(),
        self: layer.useSelf().isHost,
        participants: layer.useParticipants().length,
        previewed: layer.usePreviewedParticipant(),
        speakers: layer.useActiveSpeakers().length,
        waiting: layer.useWaitingRoom().waiting.length,
        messages: layer.useWaitingMessages().length,
        chat: layer.useChatMessages().length,
        camera: layer.useDevice('camera').isOn,
        track: layer.useTrack('p-anna', 'camera'),
        sound: layer.useSound().isBlocked,
      };
      layer.useSessionEvent('disconnected', () => {});
      return createElement('p', null, JSON.stringify(facts));
    }
    const html = server.renderToString(
      createElement(
        layer.SessionProvider,
        { url: 'https://calls.example.org', getToken: () => '' },
        createElement(Page),
        createElement(layer.SessionAudio),
      ),
    );
    t.match(html, /&quot;state&quot;:&quot;idle&quot;/);
  });

  t.test(`React ${version}: the element is rendered on a server, with its attributes`, async (t) => {
    const { React, layer, server } = await loadReact(version);
    const html = server.renderToString(
      React.createElement(layer.HearthroomSession, {
        url: 'https://calls.example.org',
        getToken: () => '',
        listenOnly: true,
        encryption: 'required',
        exitUrl: 'https://weather.example.org',
        className: 'call',
        style: { height: '40rem' },
      }),
    );
    t.equal(
      html,
      '<hearthroom-session url="https://calls.example.org" style="height:40rem" class="call" listen-only="" exit-url="https://weather.example.org" encryption="required"></hearthroom-session>',
    );
  });
}
