/** A page that runs a preflight when told to. */
import { type PreflightReport, runPreflight } from '@hearthroom/sdk';

declare global {
  var preflightPage: typeof page;
}

const page = {
  run: (url: string, token: string): Promise<PreflightReport> =>
    runPreflight({ url, getToken: () => token, askSpeaker: async () => true }),
};
globalThis.preflightPage = page;
