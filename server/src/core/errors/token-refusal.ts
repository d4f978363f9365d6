/** Why a token was refused: recorded in the audit log, never sent to the client. */
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

/** The client only gets the code and its standard message, as for any other error with this code. */
export class TokenRefusal extends AppError {
  readonly why: RefusalReason;

  constructor(code: 'token-invalid' | 'token-expired' | 'unauthorized', why: RefusalReason) {
    super(code);
    this.why = why;
  }
}

/** What is wrong with a token, before a caller decides how to answer. */
export class TokenFault extends Error {
  readonly why: RefusalReason;

  constructor(why: RefusalReason) {
    super(`the token is refused: ${why}`);
    this.name = 'TokenFault';
    this.why = why;
  }
}

export const reasonOf = (error: unknown): RefusalReason => (error instanceof TokenFault ? error.why : 'malformed');
