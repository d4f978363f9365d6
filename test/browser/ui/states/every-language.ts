/**
 * `npm run test:languages [-- --languages de,ar --states round-own,chat]`: every state of the interface in every language,
 * or those that are named, with pictures in test/browser/screenshots.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { languages: { type: 'string' }, states: { type: 'string' } } });

process.env.HEARTHROOM_ALL_LANGUAGES = 'true';
if (values.languages !== undefined) process.env.HEARTHROOM_LANGUAGES = values.languages;
if (values.states !== undefined) process.env.HEARTHROOM_STATES = values.states;
await import('./languages.test.ts');
