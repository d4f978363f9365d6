/** The sizes of pages in browser tests, and the folder for screenshots of them. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
mkdirSync(screenshots, { recursive: true });

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };
