/**
 * Why media and texts of a participant can't be trusted or decrypted:
 *
 *     key-missing       what they send can't be decrypted: their key does not arrive, or they use another secret
 *                       (`SessionOptions.keyProvider`)
 *     identity-invalid  their keys are not valid. Nothing is encrypted for them, and nothing of theirs is accepted
 *     people-differ     they encrypt for other people than those whom this client sees: the server may have shown
 *                       somebody a person who is not there
 */
export type EncryptionProblem = 'key-missing' | 'identity-invalid' | 'people-differ';

/** The first one is shown if there are several. */
const byWeight: readonly EncryptionProblem[] = ['identity-invalid', 'key-missing', 'people-differ'];

/** What is wrong with whom. */
export class Problems {
  readonly #all = new Map<string, Set<EncryptionProblem>>();
  readonly #handleChange: () => void;
  #shown: ReadonlyMap<string, EncryptionProblem> = new Map();

  constructor(handleChange: () => void) {
    this.#handleChange = handleChange;
  }

  /** A new map after each change. */
  get shown(): ReadonlyMap<string, EncryptionProblem> {
    return this.#shown;
  }

  /** @returns whether this is a change */
  set(participantId: string, problem: EncryptionProblem, isThere: boolean): boolean {
    const problems = this.#all.get(participantId) ?? new Set();
    if (problems.has(problem) === isThere) return false;
    if (isThere) problems.add(problem);
    else problems.delete(problem);
    this.#all.set(participantId, problems);
    this.#update();
    return true;
  }

  /** Forgets everybody else. */
  keep(participantIds: ReadonlySet<string>): void {
    for (const id of this.#all.keys()) if (!participantIds.has(id)) this.#all.delete(id);
    this.#update();
  }

  #update(): void {
    const before = JSON.stringify([...this.#shown]);
    const shown = new Map<string, EncryptionProblem>();
    for (const [id, problems] of this.#all) {
      const worst = byWeight.find((problem) => problems.has(problem));
      if (worst) shown.set(id, worst);
    }
    if (JSON.stringify([...shown]) === before) return;
    this.#shown = shown;
    this.#handleChange();
  }
}
