/** A therapist and a client in real browsers. The client's media goes through a UDP proxy that can be blocked. */
import type { Page } from 'puppeteer';
import { launchChromium } from '../../browser/browsers.ts';
import { startToolPage } from '../../browser/page-server.ts';
import { Person } from '../../browser/person.ts';
import { rewriteDescriptions } from '../../browser/rewrite-descriptions.ts';
import type { Sound } from '../../browser/sounds.ts';
import type { UdpProxy } from '../causes/udp-proxy.ts';
import type { RowContext } from '../rows/row.ts';
import { until } from '../wait.ts';
import { Clinic } from './clinic.ts';

export class ChromiumPair {
  readonly weber: Person;
  readonly anna: Person;
  /** ICE username fragments of the server (RFC 8839, 5.4) that the client received: one more after each ICE restart. */
  readonly fragments: ReadonlySet<string>;

  /**
   * Resolves when both see and hear each other.
   * @param sound replaces the beeps of the fake microphone
   */
  static async gather(context: RowContext, proxy: UdpProxy, sound?: Sound): Promise<ChromiumPair> {
    const pages = await startToolPage();
    context.afterwards(() => pages.close());
    const clinic = await Clinic.open(context, { HEARTHROOM_ALLOWED_ORIGINS: pages.url });
    const browser = await launchChromium();
    context.afterwards(() => browser.close());
    const room = await clinic.createRoom({ waitingRoom: false });
    const fragments = new Set<string>();
    const enter = async (sub: string, role: 'therapist' | 'client', prepare?: (page: Page) => Promise<void>) => {
      const person = await Person.open(browser, pages.url, sub);
      await prepare?.(person.page);
      await clinic.pace();
      await person.join(clinic.url, await clinic.tokenFor(room, { sub, role }));
      await person.publish(sound);
      return person;
    };
    const weber = await enter('weber', 'therapist');
    const anna = await enter('anna', 'client', (page) =>
      rewriteDescriptions(page, (sdp) => {
        for (const [, fragment = ''] of sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)) fragments.add(fragment);
        return proxy.rewrite(sdp);
      }),
    );
    const pair = new ChromiumPair(weber, anna, fragments);
    await until(async () => (await pair.#hasAll()) !== null, 'both receive each other');
    return pair;
  }

  private constructor(weber: Person, anna: Person, fragments: ReadonlySet<string>) {
    this.weber = weber;
    this.anna = anna;
    this.fragments = fragments;
  }

  /** The ids of the tracks that the two receive, as one text. */
  async trackIds(): Promise<string> {
    const idsOf = (person: Person) =>
      person.page.evaluate(() => {
        const participants = [...(testPage.session?.participants.values() ?? [])];
        return participants.flatMap(({ tracks }) =>
          [...tracks.values()].map(({ mediaStreamTrack }) => mediaStreamTrack.id),
        );
      });
    return JSON.stringify(await Promise.all([idsOf(this.weber), idsOf(this.anna)]));
  }

  /** The time by which audio and video of both have reached the other one after now; Infinity if that took too long. */
  async flowsAgainAt(limitMs: number): Promise<number> {
    const before = await this.#received();
    const giveUpAt = performance.now() + limitMs;
    while (performance.now() < giveUpAt) {
      const now = await this.#hasAll();
      if (now?.every((count, index) => count > (before[index] ?? 0))) return performance.now();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return Number.POSITIVE_INFINITY;
  }

  /** The same, or null while any of it is missing. */
  async #hasAll(): Promise<number[] | null> {
    const counts = await this.#received();
    return counts.every((count) => count > 0) ? counts : null;
  }

  /** Audio packets and decoded frames, for each of the two. */
  async #received(): Promise<number[]> {
    const counts = [this.weber, this.anna].map(async (person) => {
      const streams = await person.inbound();
      const of = (kind: string) => streams.filter((stream) => stream.kind === kind);
      return [
        Math.max(0, ...of('audio').map(({ packets }) => packets)),
        Math.max(0, ...of('video').map(({ framesDecoded }) => framesDecoded)),
      ];
    });
    return (await Promise.all(counts)).flat();
  }
}
