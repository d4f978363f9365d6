/**
 * A page with several people, each with a session of their own. Their microphones are made with Web Audio, or opened by
 * the SDK. A room is arranged between devices: what one of them plays reaches the microphone of another one.
 */
import { type DeviceOptions, type MicrophoneEcho, type RemoteTrack, Session } from '@hearthroom/sdk';
import { peerConnections } from '../../support/browser/peer-connections.ts';

declare global {
  var echoPage: typeof page;
}

interface Device {
  session: Session;
  microphone: MediaStreamAudioDestinationNode;
  /** Plays all voices that it receives. */
  loudspeaker: GainNode;
  told: (MicrophoneEcho | null)[];
}

const context = new AudioContext();
const devices = new Map<string, Device>();

function deviceOf(name: string): Device {
  const device = devices.get(name);
  if (!device) throw new Error(`Nobody is called ${name}`);
  return device;
}

/** Enters, with the microphone off. */
async function enter(name: string, url: string, token: string): Promise<void> {
  await context.resume();
  const session = new Session({ url, getToken: () => token, environment: { storage: null } });
  const microphone = context.createMediaStreamDestination();
  const loudspeaker = context.createGain();
  const told: (MicrophoneEcho | null)[] = [];
  session.on('microphoneEchoChanged', (echo) => told.push(echo));
  session.on('trackSubscribed', (track) => track.kind === 'audio' && play(track, loudspeaker));
  devices.set(name, { session, microphone, loudspeaker, told });
  await session.connect();
}

function play(track: RemoteTrack, loudspeaker: GainNode): void {
  // Chromium decodes what an element plays.
  const element = track.attach();
  element.muted = true;
  context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(loudspeaker);
}

function firstOf(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getAudioTracks();
  if (!track) throw new Error('There is no track');
  return track;
}

/** Switches on the microphone that is made with Web Audio, in which `say` and `bringTogether` are heard. */
async function switchOn(name: string): Promise<void> {
  const { session, microphone } = deviceOf(name);
  await session.localParticipant.setMicrophoneEnabled(true, { track: firstOf(microphone.stream) });
}

/** Plays a recording (a file, in base64) into somebody's microphone, again and again. */
async function say(name: string, recording: string): Promise<void> {
  const bytes = Uint8Array.from(atob(recording), (character) => character.charCodeAt(0));
  const buffer = await context.decodeAudioData(bytes.buffer);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.connect(deviceOf(name).microphone);
  source.start();
}

export interface Air {
  gain: number;
  delayMs: number;
  /** The frequency at which this room is loudest. */
  resonanceHz?: number;
}

/** What one device plays reaches the microphone of another one. */
function bringTogether(from: string, into: string, { gain, delayMs, resonanceHz }: Air): void {
  // A loudspeaker has a loudest sound.
  const limit = new WaveShaperNode(context, {
    curve: Float32Array.from({ length: 1_025 }, (_, index) => 0.7 * Math.tanh((index - 512) / 256)),
  });
  const isResonant = resonanceHz !== undefined;
  const frequency = resonanceHz ?? 1_000;
  const room = new BiquadFilterNode(context, { type: 'peaking', frequency, Q: 4, gain: isResonant ? 6 : 0 });
  deviceOf(from)
    .loudspeaker.connect(new GainNode(context, { gain }))
    .connect(room)
    .connect(new DelayNode(context, { delayTime: delayMs / 1_000 }))
    .connect(limit)
    .connect(deviceOf(into).microphone);
}

/** A flute that holds each note for two seconds, without vibrato. */
function playInstrument(name: string): void {
  const flute = new OscillatorNode(context, { type: 'sine', frequency: 440 });
  const level = new GainNode(context, { gain: 0 });
  flute.connect(level).connect(deviceOf(name).microphone);
  for (let note = 0; note < 60; note += 1) {
    const at = context.currentTime + 2.5 * note;
    flute.frequency.setValueAtTime(440 * 2 ** (((7 * note) % 12) / 12), at);
    level.gain.setValueAtTime(0.001, at);
    level.gain.exponentialRampToValueAtTime(0.3, at + 0.1);
    level.gain.setValueAtTime(0.3, at + 2);
    level.gain.exponentialRampToValueAtTime(0.001, at + 2.4);
  }
  flute.start();
}

const setMicrophone = (name: string, isOn: boolean, options?: DeviceOptions): Promise<void> =>
  deviceOf(name).session.localParticipant.setMicrophoneEnabled(isOn, options);

/** Switches on a microphone that the page itself has opened. */
async function switchOnOwn(name: string, audio: MediaTrackConstraints): Promise<void> {
  await setMicrophone(name, true, { track: firstOf(await navigator.mediaDevices.getUserMedia({ audio })) });
}

async function switchDevice(name: string, label: string): Promise<void> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const device = all.find((one) => one.kind === 'audioinput' && one.label.startsWith(label));
  if (!device) throw new Error(`no microphone ${label} among ${all.map((one) => one.label).join(', ')}`);
  await deviceOf(name).session.localParticipant.switchDevice('microphone', device.deviceId);
}

/** The microphone ends as one that is unplugged. */
function unplug(name: string): void {
  const track = deviceOf(name).session.localParticipant.track('microphone')?.mediaStreamTrack;
  track?.stop();
  track?.dispatchEvent(new Event('ended'));
}

/** What the track does that is sent now: the device's own and the one of the sender are the same. */
function processing(name: string) {
  const track = deviceOf(name).session.localParticipant.track('microphone')?.mediaStreamTrack;
  const isSent = peerConnections.some((connection) =>
    connection.getSenders().some((sender) => track !== undefined && sender.track?.id === track.id),
  );
  const { echoCancellation, noiseSuppression, autoGainControl, deviceId } = track?.getSettings() ?? {};
  return { echoCancellation, noiseSuppression, autoGainControl, deviceId, isSent, state: track?.readyState };
}

const page = {
  enter,
  switchOn,
  switchOnOwn,
  setMicrophone,
  switchDevice,
  unplug,
  processing,
  say,
  bringTogether,
  playInstrument,
  playedS: () => context.currentTime,
  told: (name: string) => deviceOf(name).told,
  echoOf: (name: string) => deviceOf(name).session.microphoneEcho,
  state: (name: string) => deviceOf(name).session.state,
  simulate: (name: string, fault: 'signal-loss' | 'worker-death') =>
    deviceOf(name).session.simulate(fault, { durationMs: 500 }),
  voicesOf: (name: string) =>
    [...deviceOf(name).session.participants.values()].filter(({ tracks }) => tracks.has('microphone')).length,
};
globalThis.echoPage = page;
