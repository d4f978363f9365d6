/** The check of devices and connection before a session. */
import { html, type TemplateResult } from 'lit';
import type { PreflightPart, PreflightReport, PreflightResult } from '../../../../../sdk/src/index.ts';
import type { PartState } from '../../../../../sdk/ui/elements/preflight/preflight-run.ts';
import type { ShownRun } from '../../../../../sdk/ui/elements/preflight/preflight-view.ts';

const nobody = () => {};
const good: PreflightResult = { verdict: 'good', codes: [] };
const fails = { state: 'fails', connectMs: null } as const;
const subject = { url: 'https://calls.example.org', getToken: () => 'token' };

const report: PreflightReport = {
  version: 1,
  verdict: 'good',
  seconds: 16,
  browser: { ...good, encryption: true, screenSharing: true, speakerChoice: true },
  camera: { ...good, width: 1_280, height: 720, framesPerSecond: 30, brightness: 0.4 },
  microphone: { ...good, peakDb: -22, available: 1 },
  speaker: good,
  server: { ...good, roundTripMs: 24 },
  paths: {
    ...good,
    udp: { state: 'works', connectMs: 80 },
    tcp: fails,
    relayUdp: fails,
    relayTcp: fails,
    relayTls: fails,
  },
  line: {
    ...good,
    ...{ path: 'udp', roundTripMs: 31, jitterMs: 4, lossUp: 0, lossDown: 0.002, upKbps: 2_480, downKbps: 2_410 },
  },
};

const badReport: PreflightReport = {
  ...report,
  verdict: 'bad',
  browser: { ...report.browser, codes: ['browser-no-screen-sharing', 'browser-no-speaker-choice'] },
  camera: { ...report.camera, verdict: 'poor', codes: ['camera-black'] },
  microphone: { ...report.microphone, verdict: 'bad', codes: ['microphone-silent', 'microphone-others-available'] },
  speaker: { verdict: 'bad', codes: ['speaker-not-heard'] },
  paths: { ...report.paths, verdict: 'poor', codes: ['path-udp-blocked', 'path-tcp-only'] },
  line: { ...report.line, verdict: 'poor', codes: ['line-loss', 'line-delay', 'line-bandwidth-low'] },
};

const run = (changes: Partial<ShownRun>): ShownRun => ({
  parts: new Map<PreflightPart, PartState>([
    ['browser', good],
    ['camera', 'running'],
    ['microphone', 'running'],
    ['server', good],
    ['paths', 'running'],
  ]),
  question: null,
  report: null,
  failure: null,
  stop: nobody,
  ...changes,
});

const page = (shown: ShownRun | null): TemplateResult =>
  html`<hearthroom-preflight-view .subject=${subject} .run=${shown}></hearthroom-preflight-view>`;

export const preflightStates: Record<string, () => TemplateResult> = {
  'preflight-start': () => page(null),
  'preflight-running': () => page(run({})),
  'preflight-sound': () => page(run({ question: { play: async () => {}, answer: nobody } })),
  'preflight-good': () => page(run({ report })),
  'preflight-bad': () => page(run({ report: badReport })),
  'preflight-failed': () => page(run({ failure: 'token-provider-failed' })),
};
