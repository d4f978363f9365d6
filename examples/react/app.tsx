/** An interface of one's own in React: the page before joining, the waiting page, the gallery, and the host's list. */
import { HearthroomError, type SessionState } from '@hearthroom/sdk';
import {
  SessionAudio,
  SessionProvider,
  useActiveSpeakers,
  useDevice,
  useParticipants,
  usePreviewedParticipant,
  useRoom,
  useSelf,
  useSession,
  useSessionState,
  useSound,
  useTrack,
  useWaitingMessages,
  useWaitingRoom,
} from '@hearthroom/sdk/react';
import { type ReactNode, StrictMode, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

const stateTexts: Readonly<Record<SessionState, string>> = {
  idle: 'You are not connected yet. Nobody sees or hears you.',
  connecting: 'Connecting …',
  waiting: 'You are in the waiting room. A host will let you in.',
  joined: 'You are in the session.',
  reconnecting: 'The connection is lost. Reconnecting …',
  closed: 'The session is over for you.',
};

// The token is the link's `#token=…`. In a real application getToken asks your backend for one.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
history.replaceState(null, '', location.pathname);

function App() {
  const [visit, setVisit] = useState(0);
  const [isJoining, setJoining] = useState(false);
  return (
    <SessionProvider
      key={visit}
      url={new URL('..', location.href).href}
      getToken={() => token}
      getPasscode={() => prompt('Passcode of this session') ?? ''}
      connect={isJoining}
    >
      <SessionAudio />
      <Page join={() => setJoining(true)} comeBack={() => setVisit(visit + 1)} />
    </SessionProvider>
  );
}

function Page({ join, comeBack }: { join: () => void; comeBack: () => void }) {
  const { state, closeReason, message } = useSessionState();
  const room = useRoom();
  const heading = useRef<HTMLHeadingElement>(null);
  const page = state === 'idle' || state === 'closed' ? state : room?.phase ? 'group' : 'waiting';
  useEffect(() => {
    // Screen readers continue at the heading of the new page.
    if (page !== 'idle') heading.current?.focus();
  }, [page]);
  return (
    <main>
      <h1 tabIndex={-1} ref={heading}>
        {room?.title ?? 'Group session'}
      </h1>
      <p role="status">
        {stateTexts[state]} {message} {closeReason && closeReason !== 'left' && `(${closeReason})`}
      </p>
      {page === 'waiting' && <WaitingPage />}
      {page === 'group' && <HostList />}
      {page !== 'closed' && <Gallery />}
      {page === 'closed' ? <Button action={comeBack}>Come back</Button> : <Controls state={state} join={join} />}
    </main>
  );
}

function WaitingPage() {
  const session = useSession();
  const { waitingMessage, agreement } = useRoom() ?? {};
  const messages = useWaitingMessages().map(({ text }) => `Message from a host: ${text}`);
  return (
    <>
      {waitingMessage && <p>{waitingMessage}</p>}
      <p role="log" className="lines">
        {messages.join('\n')}
      </p>
      {agreement && !agreement.accepted && (
        <section className="card" aria-labelledby="agreement">
          <h2 id="agreement">Agreement</h2>
          <p className="lines">{agreement.text}</p>
          <Button action={() => session.acceptAgreement()}>I have read this and agree</Button>
        </section>
      )}
    </>
  );
}

function HostList() {
  const { waiting, admit } = useWaitingRoom();
  if (!useSelf().isHost) return null;
  return (
    <section className="card" aria-labelledby="waiting">
      <h2 id="waiting">Waiting room</h2>
      <p role="status">{waiting.length === 0 ? 'Nobody is waiting.' : `Waiting: ${waiting.length}`}</p>
      <ul>
        {waiting.map((entry) => (
          <li key={`${entry.id} ${entry.epoch}`}>
            <span>
              {entry.name} {entry.secondDevice && '(second device)'} {!entry.agreed && '(has not agreed yet)'}
            </span>
            <Button action={() => admit(entry)} isDisabled={entry.connection !== 'connected'}>
              Admit {entry.name}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Gallery() {
  const self = useSelf();
  const participants = useParticipants();
  const previewed = usePreviewedParticipant();
  return (
    <ul className="gallery" aria-label="People">
      {[...participants, ...(previewed ? [previewed] : [])].map(({ id, name, connection, away }) => (
        <Tile key={id} id={id} name={name} note={away ? 'elsewhere' : connection === 'connected' ? '' : connection} />
      ))}
      <Tile id={self.id} name={self.name || 'You'} note="you" isOwn />
    </ul>
  );
}

function Tile({ id, name, note = '', isOwn = false }: { id: string; name: string; note?: string; isOwn?: boolean }) {
  const camera = useTrack(id, 'camera');
  const microphone = useTrack(id, 'microphone');
  const isSpeaking = useActiveSpeakers().includes(id);
  return (
    <li className={`${isSpeaking ? 'speaking' : ''} ${isOwn ? 'own' : ''}`}>
      <div className="picture">
        {camera && <video ref={camera.ref} muted hidden={!camera.isOn} />}
        {!camera?.isOn && <span aria-hidden="true">{name.slice(0, 1)}</span>}
      </div>
      {name} {note && `(${note})`} {!microphone?.isOn && '· microphone off'}
    </li>
  );
}

function Controls({ state, join }: { state: SessionState; join: () => void }) {
  const session = useSession();
  const microphone = useDevice('microphone');
  const camera = useDevice('camera');
  const sound = useSound();
  const toggle = ({ isOn, isStarting, setOn }: typeof camera) => setOn(!isOn && !isStarting);
  return (
    <div className="controls">
      <Button action={() => toggle(microphone)} isPressed={microphone.isOn}>
        {microphone.isStarting ? 'Microphone is starting …' : 'Microphone'}
      </Button>
      <Button action={() => toggle(camera)} isPressed={camera.isOn}>
        {camera.isStarting ? 'Camera is starting …' : 'Camera'}
      </Button>
      {sound.isBlocked && <Button action={sound.start}>Turn on sound</Button>}
      {state === 'idle' ? (
        <Button action={join}>Join</Button>
      ) : (
        <Button action={() => session.disconnect()}>Leave</Button>
      )}
    </div>
  );
}

/** Does what it says, and shows the code of an error. */
function Button(props: { action: () => unknown; isPressed?: boolean; isDisabled?: boolean; children: ReactNode }) {
  const [problem, setProblem] = useState('');
  const press = async () => {
    setProblem('');
    try {
      await props.action();
    } catch (error) {
      setProblem(error instanceof HearthroomError ? error.code : 'unknown');
    }
  };
  return (
    <>
      <button type="button" onClick={press} aria-pressed={props.isPressed} disabled={props.isDisabled}>
        {props.children}
      </button>
      {problem && <span role="alert">That did not work: {problem}</span>}
    </>
  );
}

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
