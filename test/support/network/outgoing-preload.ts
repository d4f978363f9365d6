/**
 * Loaded with `node --import` before a program: writes each name that it looks up, and each address that it connects or
 * sends to, to the file in OUTGOING_FILE, one a line.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import process from 'node:process';

const note = (kind: string, target: unknown): void =>
  appendFileSync(process.env.OUTGOING_FILE ?? '/dev/null', `${kind} ${String(target)}\n`);

/** Has `describe` called with the arguments of each call of a method. */
function watch(owner: object, name: string, describe: (...args: unknown[]) => void): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') throw new Error(`there is no ${name}`);
  Reflect.set(owner, name, function watched(this: unknown, ...args: unknown[]) {
    describe(...args);
    return Reflect.apply(original, this, args);
  });
}

watch(net.Socket.prototype, 'connect', (...args) => {
  // net.connect passes its arguments as one list.
  const [first, second]: unknown[] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === 'object' && first !== null ? first : { port: first, host: second };
  const read = (name: string): unknown => Reflect.get(options, name) ?? undefined;
  // A path is a socket of this machine.
  if (read('path') === undefined) note('connect', `${read('host') ?? 'localhost'}:${read('port')}`);
});
watch(dgram.Socket.prototype, 'send', (...args) => {
  note('send', args.findLast((value) => typeof value === 'string') ?? 'without an address');
});
watch(dgram.Socket.prototype, 'connect', (port, address) => note('send', `${address}:${port}`));
for (const owner of [dns, dns.promises]) {
  for (const name of Object.keys(owner).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
    watch(owner, name, (target) => note('look up', target));
  }
}
syncBuiltinESMExports();
