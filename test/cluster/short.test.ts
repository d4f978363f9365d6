/**
 * Five rows of the table of faults of several nodes, in their short versions. Time measurements are reported but not
 * asserted; `npm run test:cluster` checks them.
 */
import t from 'tap';
import { testShortRows } from '../support/faults/rows/run-table.ts';
import { rows, shortRows } from './rows.ts';

await testShortRows(t, rows, shortRows);
