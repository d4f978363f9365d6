/**
 * A node as a process of its own, which can be stopped and killed. Run as a program, with the shared secret as its
 * argument, it prints where it is and the id of its one room.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { nodeOptions } from '../../../../server/setup/install/compiled.mjs';
import type { RoomNode } from '../../../../server/src/cluster/link-ports.ts';
import { startNode } from './linked-nodes.ts';

export interface NodeProcess {
  child: ChildProcess;
  node: RoomNode;
  roomId: string;
}

export async function startNodeProcess(t: Test, serverSecret: Buffer): Promise<NodeProcess> {
  const program = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [...nodeOptions, program, serverSecret.toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { node, roomId } = JSON.parse(line);
    return { child, node, roomId };
  }
  throw new Error('The node ended');
}

const [, program, secret] = process.argv;
if (program === fileURLToPath(import.meta.url)) {
  const { node, createRoom } = await startNode({ serverSecret: Buffer.from(secret ?? '', 'hex') });
  const roomId = await createRoom({ waitingRoom: false });
  process.stdout.write(`${JSON.stringify({ node, roomId })}\n`);
}
