/** The order of the pages. Every link is checked when the site is built. */
const item = (text: string, link: string) => ({ text, link });

export const sidebar = [
  {
    text: 'Start',
    items: [
      item('Hearthroom', '/'),
      item('Try it', '/#try-it'),
      item('Embed a session', '/#embed-a-session'),
      item('Quick start', '/quick-start'),
      item('Rooms, roles and sessions', '/sessions'),
    ],
  },
  {
    text: 'Embed',
    items: [
      item('The element', '/element'),
      item('Events of the element', '/element#events'),
      item('Theming', '/element#colours'),
      item('Languages', '/element#languages'),
      item('Translating', '/translating'),
      item('The SDK', '/sdk'),
      item('State and events', '/sdk#methods-state-and-events'),
      item('React, Vue, Svelte', '/frameworks'),
      item('Personal links', '/links'),
    ],
  },
  {
    text: 'Backend',
    items: [
      item('Tokens', '/protocol#tokens'),
      item('A client for Node', '/sdk#backend'),
      item('REST API', '/reference/rest'),
      item('Webhooks', '/operations-reference#webhooks'),
    ],
  },
  {
    text: 'Sessions',
    items: [
      item('In pictures', '/tour'),
      item('What a session can do', '/sessions#what-a-session-can-do'),
      item('Series of sessions', '/series'),
      item('What the waiting room guarantees', '/sessions#what-the-waiting-room-guarantees'),
      item('The rules of a room', '/rules'),
      item('How the rules are kept', '/waiting-room'),
    ],
  },
  {
    text: 'Operations',
    items: [
      item('Guide', '/operations'),
      item('Reference', '/operations-reference'),
      item('Several servers over one PostgreSQL', '/cluster'),
      item('Nodes with Kubernetes or Compose', '/kubernetes'),
      item('TURN', '/turn'),
      item('Performance', '/performance'),
      item('Faults', '/faults'),
    ],
  },
  {
    text: 'Security',
    items: [
      item('Measures, keys, revocation', '/security'),
      item('Audit log', '/audit-log'),
      item('Report a weakness', '/report-a-weakness'),
    ],
  },
  {
    text: 'When something fails',
    items: [
      item('The preflight', '/preflight'),
      item('Troubleshooting', '/troubleshooting'),
      item('Errors', '/errors'),
    ],
  },
  {
    text: 'Reference',
    items: [item('REST API', '/reference/rest'), item('SDK', '/reference/sdk/'), item('Protocol', '/protocol')],
  },
  {
    text: 'Change the code',
    items: [
      item('Contributing', '/contributing'),
      item('Architecture', '/architecture'),
      item('Media', '/media'),
      item('The media worker', '/worker'),
      item('Decisions', '/decisions/'),
      item('Changes', '/changelog'),
      item('All documents', '/documents'),
    ],
  },
];
