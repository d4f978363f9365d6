/** The script of the worker. Builds replace this file: its text is then the bundled e2ee-worker.ts (sdk/packaging/bundles/worker-source.ts). */
export const workerSource: string = '';
