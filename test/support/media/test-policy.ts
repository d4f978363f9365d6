/** A room's rules as plain data: participants inside may publish, and receive everybody else inside. */
import type { TrackSource } from '@hearthroom/sdk/protocol';
import type { ForwardingRule } from '../../../server/src/rooms/machine/index.ts';
import type { ForwardingPolicy } from '../../../server/src/rooms/ports.ts';

export class TestPolicy implements ForwardingPolicy {
  readonly inside = new Set<string>();
  /** Seats whose grants end while they are inside. */
  readonly silenced = new Set<string>();
  readonly hosts = new Set<string>();
  /** Observers who need consent. */
  readonly observers = new Set<string>();
  /** Seats whose clients' connections are lost. */
  readonly gone = new Set<string>();
  /** Runs after each answer, so that a test can change the rules between two questions. */
  afterAnswer: (question: 'publish' | 'forward') => void = () => {};

  constructor(...seatIds: string[]) {
    for (const seatId of seatIds) this.inside.add(seatId);
  }

  isConnected(seatId: string): boolean {
    return !this.gone.has(seatId);
  }

  seatIdOf(seatId: string): string {
    return seatId;
  }

  isHost(seatId: string): boolean {
    return this.hosts.has(seatId);
  }

  mayKnowReceptionOf(of: string, to: string): boolean {
    return of === to || this.hosts.has(to);
  }

  dependsOnConsent(from: string, to: string): boolean {
    return this.observers.has(from) !== this.observers.has(to);
  }

  mayPublish(seatId: string, _source: TrackSource): boolean {
    const answer = this.inside.has(seatId) && !this.silenced.has(seatId);
    this.afterAnswer('publish');
    return answer;
  }

  mayForward(from: string, to: string, source: TrackSource): boolean {
    return this.withheldBy(from, to, source) === null;
  }

  withheldBy(from: string, to: string, _source: TrackSource): ForwardingRule | null {
    const answer = this.#ruleFor(from, to);
    this.afterAnswer('forward');
    return answer;
  }

  #ruleFor(from: string, to: string): ForwardingRule | null {
    if (from === to) return 'own-track';
    if (!this.inside.has(from) || !this.inside.has(to)) return 'waiting';
    return this.silenced.has(from) ? 'no-publish-grant' : null;
  }
}

/**
 * A person leaves the group while the first pair of tracks and receivers that was allowed is being opened, without a
 * call of sync: two questions about it are answered yes before it is opened, and the next one is asked before its
 * consumer is kept.
 */
export function endBeforeOpening(policy: TestPolicy, seatId: string): void {
  let answers = 0;
  policy.afterAnswer = (question) => {
    if (question !== 'forward') return;
    answers += 1;
    if (answers === 2) policy.inside.delete(seatId);
  };
}
