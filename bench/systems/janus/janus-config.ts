/** The compared Janus: the videoroom plugin over WebSockets, ICE lite, defaults for everything else. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Network } from '../network.ts';
import { serverPorts } from '../system.ts';

export interface JanusPaths {
  /** The package's folder with plugins/ and transports/. */
  libraries: string;
  /** A directory for the configuration. */
  configuration: string;
}

export async function writeJanusConfig(paths: JanusPaths, network: Network, port: number): Promise<void> {
  const { libraries, configuration } = paths;
  const files = {
    'janus.jcfg': `general: {
  configs_folder = "${configuration}"
  plugins_folder = "${join(libraries, 'plugins')}"
  transports_folder = "${join(libraries, 'transports')}"
  events_folder = "${join(libraries, 'events')}"
  loggers_folder = "${join(libraries, 'loggers')}"
  debug_level = 4
}
media: { rtp_port_range = "${serverPorts.first}-${serverPorts.last}" }
nat: { ice_lite = true, ice_enforce_list = "${network.serverAddress}" }
plugins: { disable = "${otherPlugins.map((name) => `libjanus_${name}.so`).join(',')}" }
transports: { disable = "${otherTransports.map((name) => `libjanus_${name}.so`).join(',')}" }
`,
    'janus.plugin.videoroom.jcfg': 'general: { string_ids = true }\n',
    'janus.transport.websockets.jcfg': `general: {
  ws = true
  ws_port = ${port}
  ws_ip = "${network.serverAddress}"
  wss = false
}
admin: { admin_ws = false }
`,
  };
  await mkdir(configuration, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(configuration, name), text);
}

const otherPlugins = [
  'audiobridge',
  'duktape',
  'echotest',
  'lua',
  'nosip',
  'recordplay',
  'sip',
  'streaming',
  'textroom',
  'videocall',
  'voicemail',
];
const otherTransports = ['http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq'];
