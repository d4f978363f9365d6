/** The container engine of this machine: docker or podman, which take the same commands. */
import { findCommand, run } from '../../../server/setup/shared/command.mjs';
import { installedProgram } from './programs.ts';

export interface Answer {
  /** Null when the command could not be started. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What is added to the engine's commands: before the command, to builds, to runs. */
interface Flags {
  command: readonly string[];
  build: readonly string[];
  run: readonly string[];
  told: string;
}

const plain: Flags = { command: [], build: [], run: [], told: '' };

/** For a machine that is itself restricted: crun knows no mixed cgroups, and limits above one's own may not be set. */
const restricted: Flags = {
  command: ['--runtime', 'runc', '--cgroup-manager', 'cgroupfs'],
  build: ['--isolation', 'chroot', '--network', 'host'],
  run: ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'],
  told: ' (with runc, builds isolated by chroot)',
};

export class Engine {
  readonly name: 'docker' | 'podman';
  #flags = plain;

  /** One that answers; on Debian, as root, podman is installed where there is none. */
  static async find(): Promise<Engine> {
    for (const name of ['docker', 'podman'] as const) {
      if (findCommand(name) !== null && (await run(name, ['info'])).code === 0) return new Engine(name);
    }
    await installedProgram('podman');
    await installedProgram('runc');
    return new Engine('podman');
  }

  private constructor(name: 'docker' | 'podman') {
    this.name = name;
  }

  get description(): string {
    return `${this.name}${this.#flags.told}`;
  }

  /** Finds out with what flags a container runs on this machine. Throws when none does. */
  async adapt(image: string): Promise<void> {
    const complaints: string[] = [];
    for (const flags of this.name === 'podman' ? [plain, restricted] : [plain]) {
      this.#flags = flags;
      const { code, stderr } = await this.runOnce([image, 'true']);
      if (code === 0) return;
      complaints.push(stderr.trim());
    }
    throw new Error(`${this.name} runs no container on this machine: ${complaints.join('; ')}`);
  }

  /** Runs a command of the engine, whatever comes of it. */
  async ask(args: readonly string[], onLine?: (line: string) => void): Promise<Answer> {
    const lines: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
    const keep = (stream: 'stdout' | 'stderr') => (line: string) => {
      lines[stream].push(line);
      onLine?.(line);
    };
    const { code } = await run(this.name, [...this.#flags.command, ...args], {
      onLine: keep('stdout'),
      onErrorLine: keep('stderr'),
    });
    return { code, stdout: lines.stdout.join('\n'), stderr: lines.stderr.join('\n') };
  }

  /** @returns what it printed. Throws when it fails. */
  async tell(args: readonly string[], onLine?: (line: string) => void): Promise<string> {
    const { code, stdout, stderr } = await this.ask(args, onLine);
    if (code !== 0) throw new Error(`${this.name} ${args[0]} failed: ${stderr.split('\n').slice(-5).join('\n')}`);
    return stdout;
  }

  async build(args: readonly string[], onLine: (line: string) => void): Promise<void> {
    // HEALTHCHECK is no part of the OCI format.
    const format = this.name === 'podman' ? ['--format', 'docker'] : [];
    await this.tell(['build', ...format, ...this.#flags.build, ...args], onLine);
  }

  /** Of all layers of an image, bytes. */
  async sizeOf(image: string): Promise<number> {
    return Number(await this.tell(['image', 'inspect', '--format', '{{.Size}}', image]));
  }

  /** A container that ends by itself, and is removed then. */
  runOnce(args: readonly string[]): Promise<Answer> {
    return this.ask(['run', '--rm', ...this.#flags.run, ...args]);
  }

  /** @returns the id of a container that runs in the background */
  async start(args: readonly string[]): Promise<string> {
    return (await this.tell(['run', '--detach', ...this.#flags.run, ...args])).trim();
  }
}
