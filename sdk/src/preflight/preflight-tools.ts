import type { explainUnreached } from '../connection/unreached.ts';
import type { Environment } from '../core/environment.ts';
import type { listDevices, openDevice } from '../local/devices.ts';
import type { loadDevice } from '../media/connection/load-device.ts';

/** Parts of the SDK that are loaded already, so that this code need not contain them. */
export interface PreflightTools {
  environment: Environment;
  loadDevice: typeof loadDevice;
  openDevice: typeof openDevice;
  listDevices: typeof listDevices;
  explainUnreached: typeof explainUnreached;
}
