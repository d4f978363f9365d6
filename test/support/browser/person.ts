/** A participant in a browser: a page with a session, and every frame that its WebSocket received. */
import type { Browser, Page } from 'puppeteer';
import type { GivenSecret } from './page-workers.ts';
import type { Sound } from './sounds.ts';
import type { Encryption, Inbound, Look, MediaPath, Outbound } from './test-page.ts';

export class Person {
  readonly name: string;
  readonly page: Page;
  /** Every text message that the server sent to this page. */
  readonly frames: string[] = [];

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
  }

  static async open(browser: Browser, pageUrl: string, name: string): Promise<Person> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const person = new Person(name, page);
    await person.#recordFrames();
    await page.goto(pageUrl);
    await page.waitForFunction(() => 'testPage' in globalThis);
    return person;
  }

  /** Only in browsers that expose frames (Chromium). */
  async #recordFrames(): Promise<void> {
    if (/^firefox/i.test(await this.page.browser().version())) return;
    const client = await this.page.createCDPSession();
    await client.send('Network.enable');
    client.on('Network.webSocketFrameReceived', ({ response }) => this.frames.push(response.payloadData));
  }

  /** @returns the state of the session: `waiting` or `joined` */
  join(url: string, token: string): Promise<string> {
    return this.page.evaluate((options) => testPage.join(options), { url, token });
  }

  /** @param sound replaces the beeps of the fake microphone */
  publish(sound?: Sound): Promise<void> {
    return this.page.evaluate((wanted) => testPage.publish(wanted), sound);
  }

  /** Plays a sound on the track that `publish` made with a sound. */
  async playSound(sound: Sound): Promise<void> {
    await this.page.evaluate(async (wanted) => void (await testPage.playSound(wanted)), sound);
  }

  inbound(): Promise<Inbound[]> {
    return this.page.evaluate(() => testPage.inbound());
  }

  outbound(): Promise<Outbound[]> {
    return this.page.evaluate(() => testPage.outbound());
  }

  mediaPaths(): Promise<MediaPath[]> {
    return this.page.evaluate(() => testPage.mediaPaths());
  }

  /** The participant id; '' while it is unknown. */
  id(): Promise<string> {
    return this.page.evaluate(() => testPage.session?.localParticipant.id ?? '');
  }

  /** Everything that a frontend could show now. */
  look(): Promise<Look> {
    return this.page.evaluate(() => testPage.look());
  }

  /** What a frontend could show of end-to-end encryption. */
  encryption(): Promise<Encryption> {
    return this.page.evaluate(() => testPage.encryption());
  }

  /** The secrets of media that this page has had so far. */
  givenSecrets(): Promise<GivenSecret[]> {
    return this.page.evaluate(() => testPage.givenSecrets());
  }

  /** Calls a method of the session by name. */
  call(method: string, ...args: unknown[]): Promise<unknown> {
    return this.page.evaluate(
      (name, values) => {
        const { session } = testPage;
        return session && Reflect.apply(Reflect.get(session, name), session, values);
      },
      method,
      args,
    );
  }

  /** Waits until the state of the page satisfies `fits`. */
  async sees(what: string, fits: (look: Look) => boolean): Promise<void> {
    await until(async () => fits(await this.look()), `${this.name} sees ${what}`, 30_000);
  }

  /** The details of all events of that name so far. */
  async told(event: string): Promise<unknown[]> {
    return (await this.events()).filter((entry) => entry.event === event).map(({ detail }) => detail);
  }

  state(): Promise<string | undefined> {
    return this.page.evaluate(() => testPage.session?.state);
  }

  /** The names of the other participants. */
  roster(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...(testPage.session?.participants.values() ?? [])].map(({ name }) => name).sort(),
    );
  }

  events(): Promise<{ event: string; detail: unknown }[]> {
    return this.page.evaluate(() => testPage.events);
  }

  async reaches(state: string): Promise<void> {
    await until(async () => (await this.state()) === state, `${this.name} is ${state}`);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.waitForFunction(() => 'testPage' in globalThis);
  }

  async close(): Promise<void> {
    await this.page.browserContext().close();
  }
}

/** Waits for a condition that must become true. The limit only keeps a broken run from hanging. */
export async function until(holds: () => Promise<boolean> | boolean, what: string, limitMs = 60_000): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`It never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
