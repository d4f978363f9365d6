/** Makes a missing body an empty object, for bodies with only optional fields. */
export async function noBodyIsEmpty(request: { body: unknown }): Promise<void> {
  request.body ??= {};
}
