/** What nft and tc are told on the host `line`; `eth0` leads to the server. */
import type { LineState, Loss } from '../scenarios/line-state.ts';

const table = 'ip line';
const denominator = 10_000;

const queueSeconds = 0.25;
const packetBytes = 1_500;

/** A queue of a quarter of a second, of three packets at least, as home routers have; what does not fit is lost. */
export function shapingArguments(kbps: number): string[] {
  const queueBytes = Math.max(3 * packetBytes, Math.round((kbps * 1_000 * queueSeconds) / 8));
  return ['tbf', 'rate', `${kbps}kbit`, 'burst', String(2 * packetBytes), 'limit', String(queueBytes)];
}

/**
 * @param inside the first three parts of the networks behind the line
 * @param outside the address that each of them has for the server
 */
export function natRules(inside: Record<string, string>, outside: Record<string, string>): string {
  const translations = Object.entries(inside).map(
    ([access, prefix]) => `oifname "eth0" ip saddr ${prefix}.0/24 snat to ${outside[access]}`,
  );
  const chains = [
    chain('redirected', 'type nat hook prerouting priority dstnat;', []),
    chain('translated', 'type nat hook postrouting priority srcnat;', translations),
    chain('lost', 'type filter hook forward priority 0;', []),
  ];
  return `table ${table} {\n${chains.join('\n')}\n}\n`;
}

/** From now on, new flows of datagrams to the server's media port go to the relay. */
export function redirectRule(server: { address: string; port: number }, relayPort: number): string {
  const from = 'iifname { "wifi", "mobile" }';
  return `add rule ${table} redirected ${from} ip daddr ${server.address} udp dport ${server.port} redirect to :${relayPort}\n`;
}

/**
 * What is lost from now on, of all packets, TCP too.
 * @param losses where packets are lost at random: here, or in the relay, through which no packet is forwarded here
 */
export function lineRules({ down, up, path }: LineState, losses: 'here' | 'in the relay'): string {
  const rules =
    path === 'cut' ? ['drop'] : losses === 'here' ? [lose('iifname', down.loss), lose('oifname', up.loss)] : [];
  const added = rules.filter((rule) => rule !== '').map((rule) => `add rule ${table} lost ${rule}\n`);
  return `flush chain ${table} lost\n${added.join('')}`;
}

function lose(direction: 'iifname' | 'oifname', loss: Loss): string {
  if (loss.kind !== 'random') return '';
  return `${direction} "eth0" numgen random mod ${denominator} < ${Math.round(loss.share * denominator)} drop`;
}

const chain = (name: string, hook: string, rules: readonly string[]): string =>
  ` chain ${name} {\n  ${[hook, ...rules].join('\n  ')}\n }`;
