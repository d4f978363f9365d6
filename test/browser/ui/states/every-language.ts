/** `npm run test:languages`: every state of the interface in every language, with pictures in test/browser/screenshots. */
import process from 'node:process';

process.env.HEARTHROOM_ALL_LANGUAGES = 'true';
await import('./languages.test.ts');
