import { errorCodes } from '../../../sdk/protocol/codes.ts';
import { restErrorCodes } from '../../../sdk/server/rest-error.ts';
import { clientErrorCodes } from '../../../sdk/src/core/hearthroom-error.ts';

/** The codes of the server, the SDK, and the client for backends. */
export const allErrorCodes: readonly string[] = Object.keys({ ...errorCodes, ...clientErrorCodes, ...restErrorCodes });
