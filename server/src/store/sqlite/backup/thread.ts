/**
 * The thread in which a running server writes a backup: copying a large store takes seconds, and must not block
 * sessions.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { writeBackup } from './write-backup.ts';

const Task = Type.Object({
  target: Type.Object({ dataDir: Type.String(), directory: Type.String(), kept: Type.Integer({ minimum: 0 }) }),
  file: Type.String(),
});

if (!Value.Check(Task, workerData)) throw new Error('a backup thread is told target and file');
parentPort?.postMessage(writeBackup(workerData.target, workerData.file));
