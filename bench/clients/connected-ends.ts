/** A pool's transports, as systems connect them. */
import type { Ends, Fingerprint } from '../systems/system.ts';
import type { ClientPool, ClientProcess } from './client-pool.ts';
import type { RemoteEnd } from './light-transport.ts';
import type { IceCredentials } from './stun.ts';

export class ConnectedEnds implements Ends {
  /** Ports on which media arrives. */
  readonly receivingPorts = new Set<number>();
  readonly #pool: ClientPool;
  readonly #localAddress: string;
  readonly #fingerprints = new Map<ClientProcess, Promise<Fingerprint>>();

  constructor(pool: ClientPool, localAddress: string) {
    this.#pool = pool;
    this.#localAddress = localAddress;
  }

  senderFingerprint(): Promise<Fingerprint> {
    return this.#fingerprintOf(this.#pool.sender);
  }

  receiverFingerprint(person: number): Promise<Fingerprint> {
    return this.#fingerprintOf(this.#pool.receiverFor(person));
  }

  async connectSender(remote: RemoteEnd, local: IceCredentials): Promise<number> {
    const { end } = await this.#pool.sender.request('connect', { remote, local, localAddress: this.#localAddress });
    return end;
  }

  async connectReceiver(person: number, remote: RemoteEnd, local: IceCredentials): Promise<void> {
    const client = this.#pool.receiverFor(person);
    const { localPort } = await client.request('connect', { remote, local, localAddress: this.#localAddress });
    this.receivingPorts.add(localPort);
  }

  async openPlainReceiver(person: number): Promise<number> {
    const client = this.#pool.receiverFor(person);
    const { localPort } = await client.request('openPlain', { localAddress: this.#localAddress });
    this.receivingPorts.add(localPort);
    return localPort;
  }

  async connectPlainSender(address: string, port: number): Promise<number> {
    const localAddress = this.#localAddress;
    const { end } = await this.#pool.sender.request('connectPlain', { address, port, localAddress });
    return end;
  }

  #fingerprintOf(client: ClientProcess): Promise<Fingerprint> {
    const fingerprint = this.#fingerprints.get(client) ?? client.request('fingerprint', null);
    this.#fingerprints.set(client, fingerprint);
    return fingerprint;
  }
}
