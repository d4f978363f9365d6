/** What one measurement of one system found. */
import type { ProcessLoad } from '../machine/cpu-meter.ts';
import type { Percentiles } from '../statistics/percentiles.ts';

/** `kernel`: between the server's sockets, by captured packets. `clients`: from the sender's clock to the receiver's. */
export type Timing = 'kernel' | 'clients';

export interface Figures {
  timing: Timing;
  /** How long packets were inside the server. Null when the run was client-bound: then it would be the clients' time. */
  residenceMs: Percentiles | null;
  /** From one client's send to another's receive, by their own clocks. Null as above. */
  endToEndMs: Percentiles | null;
  /** Share of the copies that should have come and didn't, without those that clients' sockets dropped. */
  loss: number;
  /** Copies sent by the server a second. */
  pps: number;
  /** UDP payload sent by the server. */
  mbps: number;
  /** Per core of the processes that forward. */
  ppsPerCore: number | null;
  /** Cores used by all the server's processes. */
  cpu: number;
  rssMb: number;
  processes: Record<string, ProcessLoad>;
  clientBound: boolean;
  /** How far to trust it. */
  quality: {
    /** Cores of each client process, and of capturing. */
    clients: number[];
    capture: number;
    /** How late packets left the clients, against the schedule. */
    pacingLateP99Ms: number;
    packetsTimed: number;
    /** Captured copies whose original wasn't captured. */
    unmatched: number;
    captureDrops: number;
    clientDrops: number;
    /** One frame of so many was timed. */
    sampleEvery: number;
  };
}
