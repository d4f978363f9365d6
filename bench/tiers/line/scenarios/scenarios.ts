/** The lines that are measured. */
import { clean, type Direction, down, type LineState, up } from './line-state.ts';
import { after, before, type Phase, type Scenario } from './scenario.ts';

const badSeconds = 30;
const stepSeconds = 20;

function oneLine(id: string, title: string, line: LineState): Scenario {
  const bad: Phase = { name: title, kind: 'bad', seconds: badSeconds, line };
  return { id, title, watched: 'down', phases: [before, bad, after(15)] };
}

/** 1 Mbit/s, then less and less, then free again. */
function narrowing(watched: 'down' | 'up', towards: (change: Partial<Direction>) => LineState): Scenario {
  const steps = [1_000, 500, 300, 150].map(
    (kbps): Phase => ({
      name: kbps === 1_000 ? '1 Mbit/s' : `${kbps} kbit/s`,
      kind: 'bad',
      seconds: stepSeconds,
      line: towards({ kbps }),
    }),
  );
  const title = `${watched === 'down' ? 'downlink' : 'uplink'} 1 Mbit/s → 500 → 300 → 150 kbit/s`;
  return { id: `narrow-${watched}`, title, watched, phases: [before, ...steps, after(30)] };
}

function moving(watched: 'down' | 'up'): Scenario {
  const title = `Wi-Fi to mobile, ${watched === 'down' ? 'what the person gets' : 'what others get of the person'}`;
  const moved: Phase = { name: title, kind: 'bad', seconds: 30, line: { ...clean, access: 'mobile' } };
  return { id: `address-${watched}`, title, watched, phases: [before, moved] };
}

const cut: Phase = { name: 'two seconds cut', kind: 'bad', seconds: 20, line: clean, cutSeconds: 2 };
const far: Partial<Direction> = { delay: { ms: 100, jitterMs: 30 } };

export const scenarios: readonly Scenario[] = [
  oneLine('loss-8', '8% lost', down({ loss: { kind: 'random', share: 0.08 } })),
  oneLine('loss-15', '15% lost', down({ loss: { kind: 'random', share: 0.15 } })),
  oneLine('loss-5-far', '5% lost, 100 ± 30 ms each way', {
    ...down({ ...far, loss: { kind: 'random', share: 0.05 } }),
    up: up(far).up,
  }),
  oneLine(
    'bursts',
    '5% lost in bursts of 3 to 8 packets',
    down({ loss: { kind: 'bursts', share: 0.05, shortest: 3, longest: 8 } }),
  ),
  narrowing('down', down),
  narrowing('up', up),
  { id: 'cut', title: 'two seconds cut', watched: 'down', phases: [before, cut] },
  moving('down'),
  moving('up'),
];
