/** Why a token was refused: for the audit log, never for whoever brought it. */
import { AppError } from './errors.ts';

export type RefusalReason =
  | 'malformed'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'type'
  | 'audience'
  | 'issuer'
  | 'claims'
  | 'lifetime'
  | 'not-yet-valid'
  | 'expired'
  | 'revoked'
  | 'unknown-room';

/** To the outside it is its code and the code's own words, as every other refusal with this code. */
export class TokenRefusal extends AppError {
  readonly why: RefusalReason;

  constructor(code: 'token-invalid' | 'token-expired' | 'unauthorized', why: RefusalReason) {
    super(code);
    this.why = why;
  }
}

/** What is wrong with a token, before it is decided how that is answered. */
export class TokenFault extends Error {
  readonly why: RefusalReason;

  constructor(why: RefusalReason) {
    super(`the token is refused: ${why}`);
    this.name = 'TokenFault';
    this.why = why;
  }
}

export const reasonOf = (error: unknown): RefusalReason => (error instanceof TokenFault ? error.why : 'malformed');
