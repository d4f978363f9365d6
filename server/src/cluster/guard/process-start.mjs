// When a process started, which tells it from a later one with the same process id.

import { readFileSync } from 'node:fs';

/** Index of the start time in /proc/<pid>/stat, after the name in brackets (proc(5): field 22). */
const startField = 19;

/**
 * @param {number} pid
 * @returns {string | null} null where there is no /proc, or no such process
 */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may itself contain spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[startField] ?? null;
  } catch {
    return null;
  }
}
