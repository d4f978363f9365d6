import t from 'tap';
import { isClientBound } from '../../../../bench/statistics/client-bound.ts';

t.test('a client process above 60% of a core makes a run client-bound', async (t) => {
  t.ok(isClientBound({ perProcess: [0.1, 0.61], watching: 0, cores: 16 }));
  t.notOk(isClientBound({ perProcess: [0.6, 0.6], watching: 0, cores: 16 }));
});

t.test(
  'clients and capturing together make a run client-bound above 60% of the cores that the server leaves',
  async (t) => {
    t.ok(isClientBound({ perProcess: [0.3, 0.25], watching: 0.1, cores: 2 }));
    t.notOk(isClientBound({ perProcess: [0.3, 0.2], watching: 0.1, cores: 2 }));
    t.ok(isClientBound({ perProcess: [0.7], watching: 0, cores: 1 }));
  },
);
