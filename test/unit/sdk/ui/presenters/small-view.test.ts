import t from 'tap';
import { smallViewOf } from '../../../../../sdk/ui/presenters/small-view.ts';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';
import { maskView } from '../../../../../sdk/ui/views/screen-mask.ts';
import type { CallView, HelpView, NoticeView, WaitingView } from '../../../../../sdk/ui/views/view-types.ts';
import { hostView, personView as person } from '../../../../support/ui/views.ts';

const device = { state: 'on', error: null, chosenId: '', choices: [], track: null, allowed: true } as const;
const people = [
  person('cole', { role: 'cotherapist' }),
  person('weber', { role: 'therapist' }),
  person('anna'),
  person('ben', { away: true }),
  person('me', { isSelf: true }),
];

function viewOf(changes: Partial<CallView> = {}): CallView {
  return {
    room: { title: 'Tuesday group', locked: false, endsAtMs: null, held: null },
    people,
    shown: people,
    alone: null,
    place: { kind: 'group' },
    stage: null,
    spotlightId: null,
    layout: 'gallery',
    devices: {
      microphone: device,
      camera: device,
      speaker: null,
      mirrored: true,
      blur: { isOn: false, isAllowed: true },
      music: false,
    },
    screen: null,
    mask: 'none',
    smallWindow: 'on',
    selfViewHidden: false,
    audioOnly: false,
    handRaised: false,
    help: 'none',
    checkIn: null,
    chat: null,
    host: null,
    panel: null,
    settings: { name: null, consents: [] },
    agreement: null,
    encryption: null,
    notices: [],
    ...changes,
  };
}

const small = (changes: Partial<CallView> = {}, { speakerId = null as string | null, isAsked = false } = {}) =>
  smallViewOf(viewOf(changes), { speakerId, isAsked }, texts);
const notice = (id: string, changes: Partial<NoticeView> = {}): NoticeView => ({
  id,
  kind: 'calm',
  text: id,
  ...changes,
});
const buttons = [{ label: 'I agree', press: () => {} }];

t.test('it shows who speaks, and the therapist before anybody has spoken', async (t) => {
  t.equal(small().person?.id, 'weber');
  t.equal(small({}, { speakerId: 'anna' }).person?.id, 'anna');
  t.equal(small({}, { speakerId: 'ben' }).person?.id, 'weber', 'not somebody who is away');
  t.equal(
    small({ shown: people.filter(({ id }) => id !== 'weber') }).person?.id,
    'cole',
    'another host for want of one',
  );
});

t.test('who is large for this person, or for everybody, is in it too', async (t) => {
  t.equal(small({ spotlightId: 'anna' }, { speakerId: 'cole' }).person?.id, 'anna');
  t.equal(small({ stage: { id: 'cole', why: 'pinned' }, spotlightId: 'anna' }).person?.id, 'cole');
});

t.test('it shows nobody who is not in the gallery', async (t) => {
  const two = people.filter(({ id }) => id === 'anna' || id === 'me');
  const alone = small({ shown: two, place: { kind: 'side-room', name: 'anna' } }, { speakerId: 'weber' });
  t.equal(alone.person?.id, 'anna', 'the last speaker of the group is not with the two');
  const self = people.filter(({ isSelf }) => isSelf);
  t.equal(small({ shown: self, alone: 'Nobody else is here.' }).person?.id, 'me');
  t.equal(small({ shown: [], alone: 'Nobody else is here.' }).person, null);
});

t.test('while a host shares the screen it holds no more than their masked page', async (t) => {
  const host = hostView({ circleClosed: true, help: [{ id: 'x', name: 'Canary' } as HelpView] });
  const secret = people.map((one) => (one.id === 'anna' ? person('anna', { name: 'Canary', label: 'Canary' }) : one));
  const view = viewOf({ people: secret, shown: secret, host, mask: 'masked', screen: 'on' });
  const masked = { ...maskView(view, texts), notices: [] };
  const shown = smallViewOf(masked, { speakerId: 'anna', isAsked: false }, texts);
  t.equal(shown.person?.id, 'anna');
  t.notMatch(JSON.stringify(shown), /Canary/);
});

t.test('a question, or a notice that waits for an answer, leads to the session', async (t) => {
  t.same(small(), { ...small(), note: '', asks: false });
  t.same(small({}, { isAsked: true }), { ...small(), note: texts.smallWindow.asks, asks: true });
  for (const id of ['consent p-1', 'meeting', 'agreement', 'turn-missed', 'sound'])
    t.match(small({ notices: [notice(id, { buttons })] }), { note: texts.smallWindow.asks, asks: true }, id);
  t.match(small({ notices: [notice('meeting')] }), { note: '', asks: false }, 'which has been answered');
});

t.test('it tells in one sentence what others hear of this person, the most urgent first', async (t) => {
  const list = [notice('muted'), notice('breakout'), notice('reconnecting')];
  t.equal(small({ notices: list }).note, 'reconnecting');
  t.equal(small({ notices: list.slice(0, 2) }).note, 'muted');
  t.equal(small({ notices: [notice('breakout')] }).note, '');
  const interrupted = { ...viewOf().devices, microphone: { ...device, state: 'interrupted' as const } };
  t.equal(small({ devices: interrupted }).note, 'Microphone is on, but muted by your device');
});

t.test('hosts read how many ask for help, or wait, without a name, and have no quick way out', async (t) => {
  const waiting = [{ id: 'w', name: 'Canary' } as WaitingView];
  t.match(small({ host: hostView({ waiting }) }), { note: '1 person is waiting', asks: false, canExit: false });
  const help = [{ id: 'x', name: 'Canary' } as HelpView];
  t.match(small({ host: hostView({ waiting, help }) }), { note: '1 person asks for help', asks: true });
  t.equal(small().canExit, true);
});
