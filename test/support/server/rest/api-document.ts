/** Reads from the server's OpenAPI document what each call may answer. */
import { errorCodes } from '@hearthroom/sdk/protocol';
import type { Answer, RestServer } from './rest-server.ts';

export interface Operation {
  operationId: string;
  method: Parameters<RestServer['call']>[0];
  path: string;
  responses: Record<string, { description?: string }>;
}

const methods = { get: 'GET', post: 'POST', patch: 'PATCH', delete: 'DELETE', put: 'PUT' } as const;
const known: ReadonlySet<string> = new Set(Object.keys(errorCodes));

export async function readOperations({ call }: Pick<RestServer, 'call'>): Promise<Operation[]> {
  const { body } = await call('GET', '/v1/openapi.json', { token: null });
  const paths = body.paths as Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      ...operation,
      method: methods[method as keyof typeof methods],
      path,
    })),
  );
}

/** The error codes that the document lists for a status. */
export function codesOf({ responses }: Operation, status: number): string[] {
  const words = responses[status]?.description ?? '';
  return [...words.matchAll(/`([\w-]+)`/g)].map(([, code = '']) => code).filter((code) => known.has(code));
}

export const takesBody = ({ method }: Operation): boolean => method !== 'GET';

/** Whether an answer is one that the document lists. */
export const isDocumented = (operation: Operation, { status, body }: Answer): boolean =>
  status in operation.responses && (status < 400 || codesOf(operation, status).includes(String(body.code)));
