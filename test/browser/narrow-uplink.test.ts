/** What a person behind a narrow uplink sends, by the encoders of a real Chromium. */
import t from 'tap';
import { LineNetwork, whyNoLine } from '../../bench/tiers/line/network/line-network.ts';
import { createHearthroomLine } from '../../bench/tiers/line/people/hearthroom-room.ts';
import { bundleLinePage, LinePeople } from '../../bench/tiers/line/people/line-people.ts';
import { clean, up } from '../../bench/tiers/line/scenarios/line-state.ts';
import { until } from '../support/browser/person.ts';

t.test(
  'on a narrow uplink fewer layers of the camera are sent, and all of them when it is wide again',
  { skip: whyNoLine() ?? false },
  async (t) => {
    const network = LineNetwork.create();
    t.teardown(() => network.close());
    const people = await LinePeople.open(network, await bundleLinePage());
    t.teardown(() => people.close());
    const { name: system, start } = await createHearthroomLine('preferred');
    const room = await start(network.network, people.url);
    t.teardown(() => room.close());
    const join = async (name: 'host' | 'person', receives: boolean, watched: 'person' | null) =>
      people.join(name, { system, url: room.url, token: await room.tokenFor(name), receives }, watched);
    await join('host', true, 'person');
    await join('person', false, null);
    await people.publish('person');
    const sends = (layers: number) =>
      until(async () => (await people.activeLayers('person')) === layers, `${layers} layers are sent`);
    await sends(3);
    network.become(up({ kbps: 900 }));
    // A single person receives: nothing that receivers want limits the layers.
    await sends(2);
    network.become(up({ kbps: 250 }));
    await sends(1);
    network.become(clean);
    await sends(3);
  },
);
