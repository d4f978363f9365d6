/** Why a store is not moved, as sentences with a remedy. */
export class MoveProblem extends Error {}

/** The database has data already. */
export class NotEmptyProblem extends MoveProblem {}
