/** The script of the worker. Builds replace this file: its text is then the bundled blur-worker.ts (sdk/packaging/bundles/worker-source.ts). */
export const workerSource: string = '';
