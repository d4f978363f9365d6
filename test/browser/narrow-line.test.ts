/** What a person behind a narrow line hears and sees, by the decoders of a real Chromium. */
import t from 'tap';
import { measureLine } from '../../bench/tiers/line/measure-line.ts';
import { whyNoLine } from '../../bench/tiers/line/network/line-network.ts';
import { createHearthroomLine } from '../../bench/tiers/line/people/hearthroom-room.ts';
import { bundleLinePage } from '../../bench/tiers/line/people/line-people.ts';
import { clean, down } from '../../bench/tiers/line/scenarios/line-state.ts';
import type { Scenario } from '../../bench/tiers/line/scenarios/scenario.ts';

const scenario: Scenario = {
  id: 'narrow',
  title: '300 kbit/s',
  watched: 'down',
  phases: [
    { name: 'clean', kind: 'clean', seconds: 3, line: clean },
    { name: '300 kbit/s', kind: 'bad', seconds: 12, line: down({ kbps: 300 }) },
    { name: 'clean again', kind: 'restored', seconds: 8, line: clean },
  ],
};

t.test(
  'on a line of 300 kbit/s sound stays clear, the picture goes on moving, and it is large again afterwards',
  { skip: whyNoLine() ?? false },
  async (t) => {
    const system = await createHearthroomLine('preferred');
    const { phases, pictureBackMs } = await measureLine({
      system,
      scenario,
      room: 3,
      // With the clean phase longer than the eight seconds in which estimates rise at first.
      settleSeconds: 8,
      page: await bundleLinePage(),
    });
    const [before, narrow] = phases;
    if (!before || !narrow) throw new Error('Phases are missing');
    t.equal(before.height, 360, 'the shown size is sent before');
    t.ok((narrow.concealed ?? 1) < 0.1, `${narrow.concealed} of the sound is made up`);
    t.ok(narrow.fps > 3, `${narrow.fps} pictures a second`);
    t.ok(narrow.height < 360, `a smaller picture is sent: ${narrow.height}`);
    t.ok(narrow.kbps < 300, `${narrow.kbps} kbit/s arrive`);
    t.not(pictureBackMs, null, 'the picture is as before, by itself');
  },
);
