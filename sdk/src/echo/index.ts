/** Finds echo and howling. It is loaded when somebody is heard while the microphone is on, by import-echo.ts alone. */
export { EchoWatch, type EchoWatchOptions, type MicrophoneEcho } from './echo-watch.ts';
