/** The figures of one measurement of one system. */
import type { ProcessLoad } from '../machine/cpu-meter.ts';
import type { Percentiles } from '../statistics/percentiles.ts';

/**
 * `kernel`: between the server's sockets, by captured packets. `clients`: from the sender's clock to the receiver's.
 */
export type Timing = 'kernel' | 'clients';

export interface Figures {
  timing: Timing;
  /** How long packets were in the server. Null if the run was client-bound: it would then include the clients' time. */
  residenceMs: Percentiles | null;
  /** From one client's send to another's receive, by their own clocks. Null as above. */
  endToEndMs: Percentiles | null;
  /** Share of the expected copies that did not arrive, without those that clients' sockets dropped. */
  loss: number;
  /** Copies sent by the server per second. */
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
  /** How reliable the figures are. */
  quality: {
    /** Cores used by each client process, and by capturing. */
    clients: number[];
    capture: number;
    /** Delay with which packets left the clients, against the schedule. */
    pacingLateP99Ms: number;
    packetsTimed: number;
    /** Captured copies whose original was not captured. */
    unmatched: number;
    captureDrops: number;
    clientDrops: number;
    /** One of this many frames was timed. */
    sampleEvery: number;
  };
}
