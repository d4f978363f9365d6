import { isEqual } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';

t.test('values are equal exactly when they are the same JSON, whatever the order of their members', async (t) => {
  /** The same value with the members of objects in reverse order. */
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, member]) => [name, turned(member)]),
    );
  };
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, member) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
        : member,
    );
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
  const same = fc.property(json, (value) => isEqual(value, turned(value)));
  const alike = fc.property(json, json, (one, other) => isEqual(one, other) === (text(one) === text(other)));
  t.doesNotThrow(() => fc.assert(same));
  t.doesNotThrow(() => fc.assert(alike));
});

t.test('a member that is undefined counts as absent; a list is no object', async (t) => {
  t.ok(isEqual({ a: 1, b: undefined }, { a: 1 }));
  t.ok(isEqual({ a: 1 }, { a: 1, b: undefined }));
  t.notOk(isEqual({ a: 1, b: null }, { a: 1 }));
  t.notOk(isEqual([], {}));
  t.notOk(isEqual({ length: 0 }, []));
});
