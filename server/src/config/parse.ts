/**
 * Parses the text of a variable. Each parser throws Problem with what is wrong and how to fix it; texts that may be
 * secret are never quoted.
 */

import { accessSync, constants, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { DatabaseUrlProblem, parseDatabaseUrl } from '../core/addresses/database-url.ts';
import { FileProblem, readRegularFile } from '../core/files/read-file.ts';
import { parseSigningKeys, SigningKeyProblem } from '../core/secrets/signing-keys.ts';

/** What is wrong with one variable, as the second half of a sentence that begins with its name. */
export class Problem extends Error {}

export type Parse<T> = (text: string, files: Files) => T;

/** Access to files named by variables. */
export interface Files {
  canRun(path: string): boolean;
  /** @throws FileProblem */
  read(path: string): Uint8Array;
}

export const isOnDisk: Files = { canRun, read: readRegularFile };

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

export function integer(minimum: number, maximum: number): Parse<number> {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new Problem(`is ${shown(text)}; set a whole number from ${minimum} to ${maximum}`);
  };
}

export const boolean: Parse<boolean> = (text) => {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new Problem(`is ${shown(text)}; set true or false`);
};

export function oneOf<T extends string>(choices: readonly T[]): Parse<T> {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice !== undefined) return choice;
    throw new Problem(`is ${shown(text)}; set one of ${choices.join(', ')}`);
  };
}

const ipAddress: Parse<string> = (text) => {
  if (isIP(text) !== 0) return text;
  throw new Problem(`is ${shown(text)}; set an IP address of this machine, such as 127.0.0.1, 0.0.0.0 or ::`);
};

export const listenAddress: Parse<string> = (text, files) => {
  const address = text === 'localhost' ? '127.0.0.1' : ipAddress(text, files);
  if (isLinkLocal(address) && !address.includes('%'))
    throw new Problem(`is ${shown(text)}, which is on each interface; name the one that is meant, as in ${text}%eth0`);
  refuseNeedlessZone(address, 'is');
  return address;
};

/**
 * Browsers can't send media to a link-local address: it contains an interface name of this machine, which is not valid
 * on theirs.
 */
export const mediaAddress: Parse<string> = (text, files) => {
  const address = ipAddress(text, files);
  refuseNeedlessZone(address, 'is');
  if (!isLinkLocal(address)) return address;
  throw new Problem(`is ${shown(text)}, a link-local address, to which browsers send no media; set another one`);
};

/** RFC 4291, section 2.5.6. */
export const isLinkLocal = (address: string): boolean => isIP(address) === 6 && /^fe[89ab][\da-f]:/i.test(address);

function refuseNeedlessZone(address: string, verb: 'is' | 'has'): void {
  if (!address.includes('%') || isLinkLocal(address)) return;
  throw new Problem(
    `${verb} ${shown(address)}; leave out the interface (%…), which only link-local addresses (fe80::…) have`,
  );
}

/** An address that others can reach; not an unspecified one. */
export const publicAddress: Parse<string> = (text, files) => {
  if (isIP(text) === 6) mediaAddress(text, files);
  const isHostName = /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(text);
  const isNumeric = /^[\d.]+$/.test(text);
  if (isUnspecified(text) || (isIP(text) === 0 && (!isHostName || isNumeric))) {
    throw new Problem(`is ${shown(text)}; set the IP address or host name at which clients reach this machine`);
  }
  return text;
};

export const isUnspecified = (address: string): boolean => /^[0:.]+$/.test(address);

export const directory: Parse<string> = (text) => text;

/** Only checks that the file exists; the code that uses it reads it again. */
function fileOf(kind: string): Parse<string> {
  return (text, files) => {
    try {
      files.read(text);
      return text;
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      throw new Problem(
        `names ${shown(text)}, which ${error.message}; set the path of a ${kind} file that this user may read`,
      );
    }
  };
}

export const pemFile = fileOf('PEM');
export const keyFile = fileOf('JSON');

export const executableFile: Parse<string> = (text, files) => {
  if (files.canRun(text)) return text;
  throw new Problem(`names ${shown(text)}, which is not executable; set the path of the mediasoup-worker program`);
};

export const origins: Parse<readonly string[]> = (text) =>
  splitList(text).map((part) => {
    const url = URL.canParse(part) ? new URL(part) : null;
    if (url?.origin === part && /^https?:$/.test(url.protocol)) return part;
    throw new Problem(
      `has ${shown(part)}; set origins such as https://example.org, with commas between, nothing after the host`,
    );
  });

/** Addresses and networks: 10.0.0.1, 10.0.0.0/8, fd00::/8. */
export const networks: Parse<readonly string[]> = (text) =>
  splitList(text).map((part) => {
    const [address = '', bits, ...rest] = part.split('/');
    const longest = isIP(address) === 6 ? 128 : 32;
    const areBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
    refuseNeedlessZone(isIP(address) === 0 ? '' : address, 'has');
    if (isIP(address) !== 0 && areBits && rest.length === 0) return part;
    throw new Problem(
      `has ${shown(part)}; set addresses or networks such as 127.0.0.1 or 10.0.0.0/8, with commas between`,
    );
  });

const minimumTokenLength = 16;

export const bearerToken: Parse<string> = (text) => {
  if (/^[\w.~+/=-]+$/.test(text) && text.length >= minimumTokenLength) return text;
  throw new Problem(`is no token; set at least ${minimumTokenLength} letters, digits or any of . _ ~ + / = -`);
};

const minimumSecretBytes = 32;
const minimumDistinctCharacters = 8;

/**
 * Why a secret is too easy to guess and how to fix it, as the second half of a sentence; null when it isn't. Never
 * quotes it.
 */
export function weaknessOf(secret: string): string | null {
  const bytes = Buffer.byteLength(secret);
  if (bytes < minimumSecretBytes)
    return `has ${bytes} bytes; at least ${minimumSecretBytes} are needed: make one with \`openssl rand -base64 32\``;
  if (new Set(secret).size < minimumDistinctCharacters)
    return 'repeats a few characters; make one with `openssl rand -base64 32`';
  return null;
}

export const keys: Parse<ReadonlyMap<string, string>> = (text) => {
  const found = new Map<string, string>();
  for (const [index, entry] of splitList(text).entries()) {
    const [id = '', ...rest] = entry.split(':');
    const secret = rest.join(':');
    const which = `has an entry (number ${index + 1})`;
    // The entry is not quoted: the text in place of the id may be a secret.
    if (!/^[\w-]{1,64}$/.test(id) || rest.length === 0) {
      throw new Problem(`${which} that is not id:secret; an id has letters, digits, - and _ (64 at most)`);
    }
    if (found.has(id)) throw new Problem(`${which} with a duplicate id; give each key an id of its own`);
    const weakness = weaknessOf(secret);
    if (weakness !== null) throw new Problem(`${which} whose secret ${weakness}`);
    found.set(id, secret);
  }
  return found;
};

/** Not quoted when it is invalid: it may contain a password. */
export const webhookUrl: Parse<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '')
    return text;
  throw new Problem('is not an address to deliver to; set an http or https URL without user, password and fragment');
};

/** RFC 7065; other parameters than `transport` are not accepted. */
const turnUrl = /^turns?:(?<host>[a-z\d.-]+|\[[a-f\d:.]+\])(:(?<port>\d{1,5}))?(\?transport=(udp|tcp))?$/i;

export const turnUrls: Parse<readonly string[]> = (text) =>
  splitList(text).map((part) => {
    const { host = '', port = '3478' } = turnUrl.exec(part)?.groups ?? {};
    if (host !== '' && Number(port) >= 1 && Number(port) <= 65_535) return part;
    throw new Problem(
      `has ${shown(part)}; set addresses such as turn:turn.example.org:3478?transport=udp, with commas between`,
    );
  });

/** Returned as text after a check; the code that connects parses it again. Never quoted: it contains a password. */
export const databaseUrl: Parse<string> = (text, files) => {
  try {
    const { caFile, clientCertificate } = parseDatabaseUrl(text);
    if (caFile !== null) requirePem('sslrootcert', caFile, files);
    if (clientCertificate !== null) {
      requirePem('sslcert', clientCertificate.certificateFile, files);
      requirePem('sslkey', clientCertificate.keyFile, files);
    }
    return text;
  } catch (error) {
    if (!(error instanceof DatabaseUrlProblem)) throw error;
    throw new Problem(error.message);
  }
};

function requirePem(parameter: string, path: string, files: Files): void {
  const mend = 'set the path of a PEM file that this user may read';
  try {
    if (Buffer.from(files.read(path)).includes('-----BEGIN ')) return;
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    throw new Problem(`names with ${parameter} a file that ${error.message}; ${mend}`);
  }
  throw new Problem(`names with ${parameter} a file that is not PEM; ${mend}`);
}

/** As it appears in logs and metrics of the operator: nothing that would need quotes there. */
export const label: Parse<string> = (text) => {
  if (isLabel(text)) return text;
  throw new Problem(`is ${shown(text)}; set 1 to 64 letters, digits or any of . _ -`);
};

export const isLabel = (text: string): boolean => /^[\w.-]{1,64}$/.test(text);

export interface HostAndPort {
  readonly host: string;
  /** null: not named. */
  readonly port: number | null;
}

/** Host, or host:port; an IPv6 address with a port has brackets. */
export const hostAndPort: Parse<HostAndPort> = (text, files) => {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? text;
  const port = digits === undefined ? null : Number(digits);
  const isValidPort = port === null || (port >= 1 && port <= 65_535);
  if (isValidPort && !(bracketed !== undefined && isIP(bracketed) !== 6) && isReachable(host, files))
    return { host, port };
  throw new Problem(
    `is ${shown(text)}; set the IP address or host name at which other nodes reach this one, with a port if it is another one: 10.0.0.5, node-1.example.org:3001 or [fd00::5]:3001`,
  );
};

function isReachable(host: string, files: Files): boolean {
  try {
    publicAddress(host, files);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return false;
  }
}

export const secret: Parse<string> = (text) => {
  const weakness = weaknessOf(text);
  if (weakness === null) return text;
  throw new Problem(weakness);
};

/** Returned as text after a check; the code that signs parses it again. */
export const signingKeys: Parse<string> = (text) => {
  try {
    parseSigningKeys(text);
    return text;
  } catch (error) {
    if (!(error instanceof SigningKeyProblem)) throw error;
    throw new Problem(error.message);
  }
};

const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
