import { errorCodes } from '../../../sdk/protocol/codes.ts';
import { clientErrorCodes } from '../../../sdk/src/core/hearthroom-error.ts';

/** The codes of server and SDK. */
export const allErrorCodes: readonly string[] = Object.keys({ ...errorCodes, ...clientErrorCodes });
