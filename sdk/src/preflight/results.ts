/** From findings to verdicts. */
import { type PreflightCode, type PreflightVerdict, preflightCodes } from './preflight-codes.ts';
import type { PreflightResult } from './preflight-types.ts';

const worstFirst: readonly PreflightVerdict[] = ['bad', 'poor', 'good'];

/** The worst of these; `good` if there are none. */
export function worstOf(verdicts: readonly (PreflightVerdict | null)[]): PreflightVerdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'good';
}

/** The result of a part that was tested. */
export const resultOf = (codes: readonly PreflightCode[]): PreflightResult => ({
  verdict: worstOf(codes.map((code) => preflightCodes[code])),
  codes,
});

export const notTested: PreflightResult = { verdict: null, codes: [] };
