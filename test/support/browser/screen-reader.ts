import type { CDPSession, Page, Protocol } from 'puppeteer';

type AxNode = Protocol.Accessibility.AXNode;

/** Roles for visual text and layout only: a screen reader announces their content, but not the role. */
const silentRoles = new Set([
  'none',
  'generic',
  'InlineTextBox',
  'paragraph',
  'LineBreak',
  'RootWebArea',
  'LabelText',
  'Section',
]);
/** Roles for which the name is announced instead of the content. */
const namedByContent = new Set([
  'button',
  'heading',
  'StaticText',
  'link',
  'switch',
  'checkbox',
  'option',
  'tab',
  'MenuListPopup',
]);

/**
 * What a screen reader would announce over time, read from Chromium's accessibility tree: the focused element, and
 * additions to live regions. The tree is read again after every change, so a short-lived text is caught if it stays for
 * one reading.
 */
export class ScreenReader {
  readonly lines: string[] = [];
  readonly #cdp: CDPSession;
  readonly #liveTexts = new Map<number, string[]>();
  #focus = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> | undefined;
  #isStopped = false;

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp;
  }

  static async listen(page: Page): Promise<ScreenReader> {
    const reader = new ScreenReader(await page.createCDPSession());
    await reader.#cdp.send('Accessibility.enable');
    reader.#schedule();
    return reader;
  }

  /** Processes what is announced up to now, then adds this note to the log. */
  async note(text: string): Promise<void> {
    await this.#read();
    this.lines.push(`\n# ${text}`);
  }

  /** Reads the whole page from top to bottom, as a user who explores it would. */
  async readPage(): Promise<string[]> {
    return outline(await this.#tree());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#reading;
    await this.#cdp.detach().catch(() => {});
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#reading = this.#read()
        .catch(() => {})
        .finally(() => this.#schedule());
    }, 150);
  }

  async #tree(): Promise<Map<string, AxNode>> {
    const { nodes } = await this.#cdp.send('Accessibility.getFullAXTree');
    return new Map(nodes.map((node) => [node.nodeId, node]));
  }

  async #read(): Promise<void> {
    const tree = await this.#tree();
    const live = new Map<number, string[]>();
    let focus = '';
    for (const node of tree.values()) {
      if (property(node, 'focused') === true && node.role?.value !== 'RootWebArea') focus = describe(node);
      const politeness = property(node, 'live');
      const isRoot =
        politeness !== undefined && politeness !== 'off' && property(parentOf(tree, node), 'live') === undefined;
      if (isRoot && node.backendDOMNodeId !== undefined) {
        const texts = textsIn(tree, node);
        live.set(node.backendDOMNodeId, texts);
        const before = this.#liveTexts.get(node.backendDOMNodeId) ?? [];
        const added =
          property(node, 'atomic') === true && texts.join() !== before.join()
            ? texts
            : texts.filter((text) => !before.includes(text));
        if (added.length > 0)
          this.lines.push(`${politeness === 'assertive' ? 'says at once' : 'says'}: ${added.join(' ')}`);
      }
    }
    // While a dialog is open, the rest of the page is not in the tree. Texts that return afterwards are not announced
    // again.
    for (const [node, texts] of live) this.#liveTexts.set(node, texts);
    if (focus !== this.#focus && focus !== '') this.lines.push(`focus: ${focus}`);
    this.#focus = focus;
  }
}

function property(node: AxNode | undefined, name: string): unknown {
  return node?.properties?.find((one) => one.name === name)?.value.value;
}

function parentOf(tree: Map<string, AxNode>, node: AxNode): AxNode | undefined {
  return node.parentId === undefined ? undefined : tree.get(node.parentId);
}

const clean = (text: unknown): string =>
  String(text ?? '')
    .replaceAll(/[\u2068\u2069]/g, '')
    .trim();

/** Role, name and state, in the form in which screen readers announce them. */
function describe(node: AxNode): string {
  const states = (['pressed', 'checked', 'expanded', 'disabled', 'selected'] as const).flatMap((name) => {
    const value = property(node, name);
    if (value === undefined || (name === 'disabled' && value === false)) return [];
    return [value === true || value === 'true' ? name : `not ${name}`];
  });
  const level = property(node, 'level');
  const role = `${String(node.role?.value)}${node.role?.value === 'heading' && level !== undefined ? ` ${level}` : ''}`;
  const value = clean(node.value?.value);
  const description = clean(node.description?.value);
  return [
    `${role} "${clean(node.name?.value)}"`,
    ...states,
    ...(value ? [`value "${value}"`] : []),
    ...(description ? [`(${description})`] : []),
  ].join(', ');
}

function textsIn(tree: Map<string, AxNode>, node: AxNode): string[] {
  if (node.ignored !== true && node.role?.value === 'StaticText')
    return [clean(node.name?.value)].filter((text) => text !== '');
  return (node.childIds ?? []).flatMap((id) => {
    const child = tree.get(id);
    return child ? textsIn(tree, child) : [];
  });
}

function outline(tree: Map<string, AxNode>): string[] {
  const root = [...tree.values()].find((node) => node.parentId === undefined);
  const lines: string[] = [];
  const walk = (node: AxNode, depth: number): void => {
    const role = String(node.role?.value);
    const isSaid = node.ignored !== true && !silentRoles.has(role);
    if (isSaid) lines.push(`${'  '.repeat(depth)}${role === 'StaticText' ? clean(node.name?.value) : describe(node)}`);
    if (isSaid && namedByContent.has(role)) return;
    for (const id of node.childIds ?? []) {
      const child = tree.get(id);
      if (child) walk(child, depth + (isSaid ? 1 : 0));
    }
  };
  if (root) walk(root, 0);
  return lines;
}
