// Asks for the address at which clients reach this machine, and writes it to the file named as argument. Exits with 1 if
// no address is answered, so that the node does not start with a wrong one. The environment variable DISCOVERY is the
// chart's media.publicAddress.discovery as JSON.
import { writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

const attempts = 5;
const waitMs = 2_000;
const timeoutMs = 5_000;

const [, , file = ''] = process.argv;
const { url, headers = {}, token } = JSON.parse(process.env.DISCOVERY ?? '{}');

/**
 * @param {string} from
 * @param {RequestInit} options
 */
async function ask(from, options) {
  const response = await fetch(from, { ...options, signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${from} answered ${response.status}`);
  return (await response.text()).trim();
}

async function findAddress() {
  const sent = { ...headers };
  if (token?.url) sent[token.sendAs] = await ask(token.url, { method: 'PUT', headers: token.headers });
  const address = await ask(url, { headers: sent });
  if (isIP(address) === 0) throw new Error(`${url} answered something else than an IP address`);
  return address;
}

for (let attempt = 1; ; attempt += 1) {
  try {
    writeFileSync(file, await findAddress());
    break;
  } catch (error) {
    process.stderr.write(`No public address: ${error instanceof Error ? error.message : error}\n`);
    if (attempt === attempts) process.exit(1);
    await wait(waitMs);
  }
}
