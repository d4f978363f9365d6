import t from 'tap';
import type { MicrophoneEcho } from '../../../../../sdk/src/index.ts';
import { echoNotices } from '../../../../../sdk/ui/notices/echo-notices.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';

function setUp(microphoneEcho: MicrophoneEcho | null) {
  const done: string[] = [];
  const own = {
    isEchoDismissed: false,
    dismissEcho: () => {
      own.isEchoDismissed = true;
    },
  };
  const media = { setEnabled: (source: string, enabled: boolean) => void done.push(`${source} ${enabled}`) };
  return { done, show: () => echoNotices({ session: { microphoneEcho }, media, own }, englishTexts) };
}

t.test('without echo there is no notice', async (t) => {
  t.same(setUp(null).show(), []);
});

t.test('a person whose microphone sends the others back is told what helps, and can mute it there', async (t) => {
  const { done, show } = setUp('echo');
  const [notice] = show();
  t.match(notice, { kind: 'calm', text: /Is another device playing this session near you\?.*headphones/ });
  t.equal(notice?.buttons?.length, 1);
  notice?.buttons?.[0]?.press();
  t.same(done, ['microphone false']);
});

t.test('a loud tone is more urgent', async (t) => {
  t.match(setUp('howling').show(), [{ id: 'echo', kind: 'important', text: /loud tone/ }]);
});

t.test('a notice that was dismissed does not come back', async (t) => {
  const { show } = setUp('echo');
  show()[0]?.dismiss?.();
  t.same(show(), []);
});
