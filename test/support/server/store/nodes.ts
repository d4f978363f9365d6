/** Nodes for tests of the store. */
import type { NodeIdentity } from '../../../../server/src/cluster/ports.ts';
import { newId } from '../../../../server/src/core/secrets/random.ts';

/** A process: another one of the same name is the same node, started again. */
export const makeNode = (name = 'node-1', more: Partial<NodeIdentity> = {}): NodeIdentity => ({
  ...{ incarnation: newId('n'), name, region: 'default', address: `${name}.test:3001`, loadMax: 100 },
  ...{ version: '0.0.0', stateVersion: 2 },
  ...more,
});
