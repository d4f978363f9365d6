/**
 * The short version of the fault table. Time measurements are reported but not asserted; `npm run test:faults` checks
 * them.
 */
import t from 'tap';
import { testShortRows } from '../support/faults/rows/run-table.ts';
import { rows, shortRows } from './rows.ts';

await testShortRows(t, rows, shortRows);
