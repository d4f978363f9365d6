/** API keys over REST: lists their ids and reloads the key file. Never returns key material. */
import type { Auth } from '../../auth/create-auth.ts';
import { ApiKeyListAnswer, bodyErrors, errors, KeyReloadAnswer } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';

const tags = ['tokens'];

export function registerKeys(api: Api, { keys, rotation }: Auth): void {
  const list = {
    tags,
    operationId: 'listKeys',
    summary: 'List the API keys that tokens can be signed with, without their secrets',
    response: { 200: ApiKeyListAnswer, ...errors({}) },
  };
  api.get('/keys', { schema: list }, async () => ({ keys: keys.list() }));
  const reload = {
    tags,
    operationId: 'reloadKeys',
    summary: 'Reload the key file',
    description:
      'Tokens signed with a removed or replaced key are refused immediately, and the connections that they opened are closed with `token-revoked`. An invalid file changes nothing; the answer names the error.',
    response: { 200: KeyReloadAnswer, ...bodyErrors({ 422: '`key-file-invalid`' }) },
  };
  api.post('/keys/reload', { schema: reload }, async ({ adminKeyId }) => {
    const changes = await rotation.reload(adminKeyId);
    return { ...changes, keys: keys.list() };
  });
}
