/**
 * A complete client on the public SDK: waiting, video and sound, microphone and camera, and admitting people for hosts.
 */
import { HearthroomError, type RemoteTrack, Session, type WaitingParticipant } from '@hearthroom/sdk';

const texts = {
  idle: 'Not connected',
  connecting: 'Connecting …',
  waiting: 'You are in the waiting room. You will be let in.',
  joined: 'You are in the session.',
  reconnecting: 'Connection lost, reconnecting …',
  closed: 'It is over',
} as const;

/** Returns an element of index.html. */
function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element #${id}`);
  return element;
}

// The token is the link's `#token=…`. In a real application getToken asks your backend for one.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
history.replaceState(null, '', location.pathname);

const session = new Session({
  url: new URL('..', location.href).href,
  getToken: () => token,
  getPasscode: () => prompt('Passcode of this session') ?? '',
});
const self = session.localParticipant;
const tiles = new Map<string, HTMLElement>();

// ---------------------------------------------------------------- pictures and sound

/** Returns the tile of one person, with their name; video and sound are added to it. */
function tileOf(id: string, name: string): HTMLElement {
  const existing = tiles.get(id);
  if (existing) return existing;
  const tile = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = name;
  tile.append(caption);
  tiles.set(id, tile);
  find('videos').append(tile);
  return tile;
}

function removeTile(id: string): void {
  tiles.get(id)?.remove();
  tiles.delete(id);
}

function showTrack(track: RemoteTrack, name: string): void {
  const element = track.attach();
  element.dataset.track = track.id;
  element.hidden = track.paused && track.kind === 'video';
  tileOf(track.participantId, name).prepend(element);
}

function hideTrack(track: RemoteTrack): void {
  for (const element of track.detach()) element.remove();
}

/** Switches a device on or off; also cancels a start, since the browser may take long to open a device. */
function press(source: 'microphone' | 'camera', set: (enabled: boolean) => Promise<void>): void {
  const enabled = !self.isEnabled(source) && !self.isStarting(source);
  run(
    set(enabled).catch((error: unknown) => {
      if (!(error instanceof HearthroomError && error.code === 'superseded')) throw error;
    }),
  );
}

/** Shows this person's own camera, and whether the two buttons are pressed. */
function showSelf(): void {
  for (const source of ['microphone', 'camera'] as const) {
    find(source).setAttribute('aria-pressed', String(self.isEnabled(source)));
  }
  const camera = self.isEnabled('camera') ? self.track('camera') : null;
  if (!camera) removeTile('self');
  if (!camera || tiles.has('self')) return;
  const tile = tileOf('self', 'You');
  tile.classList.add('self');
  tile.prepend(camera.attach());
}

session.on('participantConnected', (participant) => {
  tileOf(participant.id, participant.name);
});
session.on('participantDisconnected', (participant) => removeTile(participant.id));
session.on('trackSubscribed', (track, participant) => showTrack(track, participant.name));
session.on('trackUnsubscribed', (track) => hideTrack(track));
session.on('trackUpdated', (track) => {
  const element = document.querySelector<HTMLElement>(`[data-track="${track.id}"]`);
  if (element) element.hidden = track.paused && track.kind === 'video';
});
session.on('localTrackUpdated', () => showSelf());
session.on('audioPlaybackBlocked', () => {
  find('sound').hidden = false;
});

// ---------------------------------------------------------------- the waiting room

/** Hosts see who waits; for everybody else the list is empty. */
function showWaiting(): void {
  const waiting = session.waitingParticipants;
  find('waiting').hidden = waiting.length === 0;
  find('waiting-list').replaceChildren(...waiting.map(waitingItem));
}

function waitingItem(entry: WaitingParticipant): HTMLElement {
  const item = document.createElement('li');
  const admit = document.createElement('button');
  admit.textContent = 'Admit';
  admit.disabled = entry.connection !== 'connected';
  admit.addEventListener('click', () => run(session.host.admit(entry)));
  item.append(entry.secondDevice ? `${entry.name} (second device) ` : `${entry.name} `, admit);
  return item;
}

session.on('waitingParticipantAdded', showWaiting);
session.on('waitingParticipantUpdated', showWaiting);
session.on('waitingParticipantRemoved', showWaiting);
session.on('messageToWaiting', (text) => show(text));
session.on('sentToWait', (reason) => show(reason ?? texts.waiting));

// ---------------------------------------------------------------- the rules of the group

/** Shown to people who have not accepted the agreement: they can't be admitted before. */
function showAgreement(): void {
  const { agreement } = session;
  find('agreement').hidden = agreement === null || agreement.accepted || self.isHost;
  find('agreement-text').textContent = agreement?.text ?? '';
}

session.on('roomUpdated', showAgreement);

// ---------------------------------------------------------------- the state of it all

function show(text: string): void {
  find('status').textContent = text;
}

/** Runs what a button requested, and shows the code of an error. */
function run(work: Promise<unknown>): void {
  work.catch((error: unknown) =>
    show(error instanceof HearthroomError ? `Refused: ${error.code}` : 'That did not work'),
  );
}

session.on('stateChanged', (state) => {
  show(texts[state]);
  find('title').textContent = session.room?.title ?? 'Group session';
  find('join').hidden = state !== 'idle';
  find('leave').hidden = state === 'idle' || state === 'closed';
  showWaiting();
  showAgreement();
});
session.on('askedToUnmute', (source) => show(`You are asked to turn your ${source} on.`));
session.on('mutedByHost', (source) => show(`A host turned your ${source} off.`));
session.on('deviceInterrupted', (source, reason) => show(`Your ${source} stopped: ${reason}.`));
session.on('deviceRestored', (source) => show(`Your ${source} is back.`));
session.on('disconnected', (reason, message) => {
  show(message ? `${texts.closed}: ${reason}. ${message}` : `${texts.closed}: ${reason}`);
  showWaiting();
});

find('join').addEventListener('click', () => run(session.connect()));
find('leave').addEventListener('click', () => run(session.disconnect()));
find('microphone').addEventListener('click', () => press('microphone', (on) => self.setMicrophoneEnabled(on)));
find('camera').addEventListener('click', () => press('camera', (on) => self.setCameraEnabled(on)));
find('admit-all').addEventListener('click', () => run(session.host.admitAll()));
find('agree').addEventListener('click', () => run(session.acceptAgreement()));
find('sound').addEventListener('click', () => {
  find('sound').hidden = true;
  run(session.startAudio());
});
