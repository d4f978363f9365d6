import t from 'tap';
import { childrenOf, parseCpuSeconds, parseRunningTime, readUsage } from '../../../../bench/machine/process-usage.ts';
import { sumDrops } from '../../../../bench/machine/socket-drops.ts';

t.test('CPU time is read behind a name with spaces and parentheses', async (t) => {
  const stat = '42 (a (strange) name) S 1 42 42 0 -1 0 0 0 0 0 150 50 0 0 20 0 1 0 100 0 0';
  t.equal(parseCpuSeconds(stat), 2);
});

t.test('the exact CPU time of a thread is read where the kernel tells it', async (t) => {
  const sched = `node (7, #threads: 11)
-------------------------------------------------------------------
se.exec_start                                :      45589558.504530
se.vruntime                                  :         29012.057741
se.sum_exec_runtime                          :          1529.534000
`;
  t.equal(Math.round(parseRunningTime(sched) * 1e6), 1_529_534);
  t.equal(parseRunningTime('nothing of the kind'), 0);
});

t.test('a process that runs has memory and a parent, one that is gone has nothing', async (t) => {
  t.ok((readUsage(process.pid)?.residentMb ?? 0) > 1);
  t.ok(childrenOf(process.ppid).includes(process.pid));
  t.equal(readUsage(2 ** 22 + 1), null);
});

t.test('drops are summed over the sockets asked for', async (t) => {
  const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  10: 0100007F:9C40 0100007F:4E20 01 00000000:00000000 00:00000000 00000000     0        0 1 2 0000000000000000 3
  11: 0100007F:9C41 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 2 2 0000000000000000 4
  12: 0100007F:9C42 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3 2 0000000000000000 5
`;
  t.equal(sumDrops(table, new Set([40_000, 40_002])), 8);
});
