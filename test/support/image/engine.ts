/** The container engine of this machine: docker or podman, which have the same commands. */
import { findCommand, run } from '../../../server/setup/shared/command.mjs';
import { installedProgram } from './programs.ts';

export interface Answer {
  /** Null if the command could not be started. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Flags added before the command, to builds, and to runs. */
interface Flags {
  command: readonly string[];
  build: readonly string[];
  run: readonly string[];
  told: string;
}

const plain: Flags = { command: [], build: [], run: [], told: '' };

/**
 * For a machine that is itself restricted: crun does not support hybrid cgroups, and limits above the current ones may
 * not be set.
 */
const restricted: Flags = {
  command: ['--runtime', 'runc', '--cgroup-manager', 'cgroupfs'],
  build: ['--isolation', 'chroot', '--network', 'host'],
  run: ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'],
  told: ' (with runc, builds isolated by chroot)',
};

export class Engine {
  readonly name: 'docker' | 'podman';
  #flags = plain;

  /** Finds an engine that answers; on Debian, as root, installs podman if there is none. */
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

  /** Finds the flags with which a container runs on this machine. Throws if there are none. */
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

  /** Runs an engine command and returns its result, also if it fails. */
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

  /** @returns what it printed. Throws if it fails. */
  async tell(args: readonly string[], onLine?: (line: string) => void): Promise<string> {
    const { code, stdout, stderr } = await this.ask(args, onLine);
    if (code !== 0) throw new Error(`${this.name} ${args[0]} failed: ${stderr.split('\n').slice(-5).join('\n')}`);
    return stdout;
  }

  async build(args: readonly string[], onLine: (line: string) => void): Promise<void> {
    // HEALTHCHECK is not part of the OCI format.
    const format = this.name === 'podman' ? ['--format', 'docker'] : [];
    await this.tell(['build', ...format, ...this.#flags.build, ...args], onLine);
  }

  /** Size of all layers of an image, in bytes. */
  async sizeOf(image: string): Promise<number> {
    return Number(await this.tell(['image', 'inspect', '--format', '{{.Size}}', image]));
  }

  /** Runs a container that ends by itself and is then removed. */
  runOnce(args: readonly string[]): Promise<Answer> {
    return this.ask(['run', '--rm', ...this.#flags.run, ...args]);
  }

  /** @returns the id of a container that runs in the background */
  async start(args: readonly string[]): Promise<string> {
    return (await this.tell(['run', '--detach', ...this.#flags.run, ...args])).trim();
  }
}
