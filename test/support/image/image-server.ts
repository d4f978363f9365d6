/** Runs the image as documented: key in an env file, published ports, read-only, no capabilities, data in a volume. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import type { Answer, Identity } from '../faults/clients/clinic.ts';
import type { RowContext } from '../faults/rows/row.ts';
import { until } from '../faults/wait.ts';
import { freePort } from '../network/deployed-proxy.ts';
import { testKey } from '../server/test-server.ts';
import { Container } from './container.ts';
import type { Engine } from './engine.ts';

/** As in docs/operations-reference.md, "With Docker". */
export const restrictions = ['--read-only', '--tmpfs', '/tmp', '--cap-drop=ALL', '--security-opt=no-new-privileges'];

const startLimitMs = 60_000;

export class ImageServer {
  readonly container: Container;
  readonly url: string;

  /** @param more options for the run command */
  static async start(
    context: Pick<RowContext, 'afterwards'>,
    engine: Engine,
    image: string,
    more: readonly string[] = [],
  ): Promise<ImageServer> {
    const directory = await mkdtemp(join(tmpdir(), 'hearthroom-image-'));
    context.afterwards(() => rm(directory, { recursive: true, force: true }));
    const envFile = join(directory, 'hearthroom.env');
    await writeFile(envFile, `HEARTHROOM_KEYS=${testKey.id}:${testKey.secret}\n`, { mode: 0o600 });
    const [port, mediaPort] = [await freePort(), await freePort()];
    const container = await Container.start(engine, [
      ...restrictions,
      ...['-v', '/data', '--env-file', envFile],
      ...[
        '-e',
        'HEARTHROOM_WORKERS=1',
        '-e',
        'HEARTHROOM_PUBLIC_ADDRESS=127.0.0.1',
        '-e',
        `HEARTHROOM_MEDIA_PORT=${mediaPort}`,
      ],
      ...[
        '-p',
        `127.0.0.1:${port}:3000`,
        '-p',
        `127.0.0.1:${mediaPort}:${mediaPort}/udp`,
        '-p',
        `127.0.0.1:${mediaPort}:${mediaPort}/tcp`,
      ],
      ...more,
      image,
    ]);
    context.afterwards(() => container.remove());
    const server = new ImageServer(container, `http://127.0.0.1:${port}`);
    await server.started();
    return server;
  }

  private constructor(container: Container, url: string) {
    this.container = container;
    this.url = url;
  }

  /** Resolves when it is ready. Throws with its output if it exits instead. */
  async started(): Promise<void> {
    const isReady = async () => {
      if (!(await this.container.inspect()).State.Running) {
        const { stdout, stderr } = await this.container.output();
        throw new Error(`the container ended: ${stdout}\n${stderr}`);
      }
      return (await this.status('/readyz')) === 200;
    };
    await until(isReady, 'the server in the image is ready', startLimitMs);
  }

  /** HTTP status of a GET; 0 if there is no answer. */
  async status(path: string): Promise<number> {
    return await fetch(`${this.url}${path}`).then(
      ({ status }) => status,
      () => 0,
    );
  }

  async api(method: string, path: string, body?: object): Promise<Answer> {
    const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  async createRoom(): Promise<string> {
    const { status, body } = await this.api('POST', '/v1/rooms', {});
    if (status !== 201) throw new Error(`no room: ${status}`);
    return String(body.id);
  }

  async tokenFor(room: string, { sub, role }: Identity): Promise<string> {
    return await createAccessToken({ key: testKey, room, sub, role, name: sub });
  }
}
