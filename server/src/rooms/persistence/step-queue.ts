/**
 * The order of one room: each step is decided on the newest state, stored, and only then carried out and answered. Steps that come
 * while a write is under way are decided at once and share the next one. Where a write fails, what was decided on it is decided
 * anew; facts (connections that are lost, timers) have happened whether or not they are stored, and are owed to the store.
 */
import { AppError } from '../../core/errors/errors.ts';
import type { RoomState } from '../machine/index.ts';
import type { RoomRecord } from '../ports.ts';
import { retryMs } from './confirm.ts';
import { asStored, merge, noNotes, type RoomSaver } from './room-saver.ts';
import { type Request, Submission, type Submitted } from './submission.ts';

export interface StepQueueOptions {
  record: RoomRecord;
  saver: RoomSaver;
  /** Notes what decisions keep beside the record, before they are made. @returns what brings that back */
  checkpoint: () => () => void;
  /** `staged` is another one: something was decided, or taken back. */
  onStaged: () => void;
  /** Decisions were taken back; `staged` says what stands. */
  onTakenBack: () => void;
  /** One of the two above threw. The queue goes on. */
  onFailure: (error: unknown) => void;
}

/** Decisions that are stored together, or not at all. */
interface Group {
  submitted: Submitted[];
  /** Brings back what was kept beside the record before the first of them. */
  takeBack: () => void;
}

export class StepQueue {
  readonly #options: StepQueueOptions;
  /** Stored, but for facts that are owed to the store; everybody has been told. */
  #record: RoomRecord;
  #staged: RoomRecord;
  /** Decided while another group is being written. */
  #pending: Group | null = null;
  /** Being written, or stored and not carried out yet. */
  #underWay: Group | null = null;
  #state: 'idle' | 'running' | 'closed' = 'idle';
  #run: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #isRetryDue = false;

  constructor(options: StepQueueOptions) {
    this.#options = options;
    this.#record = options.record;
    this.#staged = options.record;
  }

  get record(): RoomRecord {
    return this.#record;
  }

  /** The room as it is when everything is stored that was decided. */
  get staged(): RoomRecord {
    return this.#staged;
  }

  /** The room after each decision that is not stored yet, or not carried out, in their order. */
  get coming(): RoomState[] {
    const submitted = [...(this.#underWay?.submitted ?? []), ...(this.#pending?.submitted ?? [])];
    return submitted.flatMap(({ decision }) => decision?.after.state ?? []);
  }

  /** Nothing is under way, and nothing is owed to the store. */
  get isSettled(): boolean {
    return this.#state !== 'running' && !this.#options.saver.isUnsaved;
  }

  /**
   * Decides in this call, and begins to write in this call when no other write is under way.
   * @returns the answer. Rejects with the code of the rule that refused, or with `storage-unavailable`
   */
  submit<T>(request: Request<T>): Promise<T> {
    const submission = new Submission(request);
    const { saver } = this.#options;
    if (this.#state === 'closed' || (saver.isUnsure && !request.isFact)) {
      submission.refuse(new AppError('storage-unavailable'));
      return submission.answer;
    }
    // What everybody knows can be answered at once. What is refused for something that may not be stored has to wait for it.
    const isKnown = this.#staged === this.#record && this.#pending === null;
    const takeBack = this.#pending === null ? this.#options.checkpoint() : () => {};
    this.#staged = submission.decide(this.#staged);
    if (isKnown && submission.decision === null) {
      submission.finish();
      return submission.answer;
    }
    this.#pending ??= { submitted: [], takeBack };
    this.#pending.submitted.push(submission);
    this.#call(this.#options.onStaged);
    this.#start();
    return submission.answer;
  }

  #start(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'running';
    this.#run = this.#runAll();
  }

  /** The first write begins in the call that starts it. */
  async #runAll(): Promise<void> {
    for (let group = this.#nextGroup(); group !== null; group = this.#nextGroup()) {
      this.#underWay = group;
      const isStored = await this.#write(group.submitted);
      // Nobody is told any more by this server.
      if (this.#isClosed()) this.#refuse(group);
      else if (isStored) this.#finish(group.submitted);
      else if (group.submitted.length > 0) this.#takeBack(group);
    }
    if (this.#state === 'running') this.#state = 'idle';
    if (this.#options.saver.isUnsaved) this.#retryLater();
  }

  #retryLater(): void {
    if (this.#state === 'closed') return;
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#isRetryDue = this.#options.saver.isUnsaved;
      if (this.#isRetryDue) this.#start();
    }, retryMs);
  }

  /** An empty one stores what is owed. Written alone, so that its failure refuses no message, which needs no store. */
  #nextGroup(): Group | null {
    const isRetry = this.#isRetryDue && this.#options.saver.isUnsaved;
    this.#isRetryDue = false;
    return isRetry ? { submitted: [], takeBack: () => {} } : this.#takePending();
  }

  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#options.onFailure(error);
    }
  }

  #takePending(): Group | null {
    const group = this.#pending;
    this.#pending = null;
    return group;
  }

  async #write(submitted: readonly Submitted[]): Promise<boolean> {
    const decisions = submitted.flatMap(({ decision }) => decision ?? []);
    if (decisions.length === 0 && submitted.length > 0) return true;
    return await this.#options.saver.write({
      before: this.#record,
      after: decisions.at(-1)?.after ?? this.#record,
      notes: decisions.reduce((all, { notes }) => merge(all, notes), noNotes),
      mustSave: submitted.length === 0 || submitted.some(({ isFact, decision }) => isFact && decision !== null),
    });
  }

  /** In the order in which they were decided, each on what the one before left. */
  #finish(submitted: Submitted[]): void {
    for (let one = submitted.shift(); one; one = submitted.shift()) {
      if (one.decision) this.#record = one.decision.after;
      one.finish();
    }
    this.#forgetPeople();
  }

  /** Of a room that has ended nothing is kept in memory that isn't stored. */
  #forgetPeople(): void {
    const record = asStored(this.#record);
    if (this.#staged === this.#record) this.#staged = record;
    this.#record = record;
  }

  /** Resolves when everything that was submitted is stored or refused. */
  async settle(): Promise<void> {
    while (this.#state === 'running') await this.#run;
  }

  /** A method, since it must be read again after each await. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  /** The room is closed here, and was not stored: also what has happened is not carried out. */
  #refuse({ submitted }: Group): void {
    this.#underWay = null;
    for (const one of [...submitted, ...(this.#takePending()?.submitted ?? [])])
      one.refuse(new AppError('storage-unavailable'));
  }

  /** Takes nothing more. Idempotent. */
  close(): void {
    this.#state = 'closed';
    clearTimeout(this.#retry);
    this.#options.saver.stopAsking();
  }

  /** Nothing of these is stored. What was decided on them is decided anew, the facts among them first. */
  #takeBack({ submitted, takeBack }: Group): void {
    const { saver, checkpoint, onStaged, onTakenBack } = this.#options;
    this.#underWay = null;
    takeBack();
    const facts = submitted.filter(({ isFact }) => isFact);
    const later = this.#takePending()?.submitted ?? [];
    this.#staged = this.#record;
    for (const fact of facts) this.#staged = fact.decide(this.#staged);
    if (later.length > 0) this.#pending = { submitted: later, takeBack: checkpoint() };
    for (const one of later) this.#staged = one.decide(this.#staged);
    this.#call(onStaged);
    for (const fact of facts) if (fact.decision) saver.owe(fact.decision.notes);
    this.#underWay = { submitted: facts, takeBack };
    this.#finish(facts);
    for (const request of submitted) if (!request.isFact) request.refuse(new AppError('storage-unavailable'));
    this.#call(onTakenBack);
  }
}
