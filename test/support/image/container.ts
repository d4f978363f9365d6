/** A container that runs in the background. */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Answer, Engine } from './engine.ts';

const Config = Type.Object({
  Config: Type.Object({
    User: Type.String(),
    Env: Type.Array(Type.String()),
    Healthcheck: Type.Object({ Test: Type.Array(Type.String()) }),
  }),
  State: Type.Object({ Pid: Type.Number(), Running: Type.Boolean(), ExitCode: Type.Number() }),
});

export class Container {
  readonly #engine: Engine;
  readonly #id: string;

  static async start(engine: Engine, args: readonly string[]): Promise<Container> {
    return new Container(engine, await engine.start(args));
  }

  private constructor(engine: Engine, id: string) {
    this.#engine = engine;
    this.#id = id;
  }

  /** Its configuration and state. `State.Pid` is the process id of its first process on the host. */
  async inspect(): Promise<Type.Static<typeof Config>> {
    const [found]: unknown[] = JSON.parse(await this.#engine.tell(['container', 'inspect', this.#id]));
    return Value.Parse(Config, found);
  }

  /** What it has printed so far. */
  async output(): Promise<{ stdout: string; stderr: string }> {
    return await this.#engine.ask(['logs', this.#id]);
  }

  /** Runs a command in the container, as its user. */
  async exec(command: readonly string[]): Promise<Answer> {
    return await this.#engine.ask(['exec', this.#id, ...command]);
  }

  async signal(name: string): Promise<void> {
    await this.#engine.tell(['kill', '--signal', name, this.#id]);
  }

  /** @returns the exit code, once it has ended */
  async exit(): Promise<number> {
    return Number(await this.#engine.tell(['wait', this.#id]));
  }

  async startAgain(): Promise<void> {
    await this.#engine.tell(['start', this.#id]);
  }

  async remove(): Promise<void> {
    await this.#engine.ask(['rm', '--force', '--volumes', this.#id]);
  }
}
