/**
 * Loaded by a node before everything else (`--import`): takes out of its modules what keeps a node that was replaced
 * from writing. `TAKEN_OUT` names the parts, separated by commas.
 */
import process from 'node:process';
import { rewriteModules } from '../nodes/rewrite-modules.mjs';

/** @type {Record<string, import('../nodes/rewrite-modules.mjs').Rewrite>} */
const parts = {
  // A node ends when its lease is lost: it never is.
  lease: {
    module: 'server/src/cluster/lease.ts',
    text: "    if (this.#state === 'lost') return;\n    this.#state = 'lost';\n",
    replacement: "    if (this.#state !== 'lost') return;\n    this.#state = 'lost';\n",
  },
  // Each write of a room names owner, epoch and revision. The parameters stay, each with its type.
  fence: {
    module: 'server/src/store/postgres/tables/rooms/room-statements.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a module
    text: ' AND owner = $21 AND epoch = $22 AND revision = $23 AND created_at = $24 AND ${isWriting(21)}`',
    replacement: ' AND ($21::text, $22::bigint, $23::bigint, $24::double precision) IS NOT NULL`',
  },
};

const takenOut = (process.env.TAKEN_OUT ?? '').split(',').filter((name) => name !== '');
rewriteModules(
  takenOut.map((name) => {
    const part = parts[name];
    if (!part) throw new Error(`there is no part ${name}: there are ${Object.keys(parts).join(', ')}`);
    return part;
  }),
);
