import { Agreement } from './agreement.ts';
import { BreakoutControls } from './breakout-controls.ts';
import { Call } from './call.ts';
import { ChatPanel } from './chat-panel.ts';
import { ClosedPage } from './closed-page.ts';
import { ConfirmDialog } from './confirm-dialog.ts';
import { DeviceChoiceField } from './device-choice.ts';
import { DeviceToggle } from './device-toggle.ts';
import { Gallery } from './gallery.ts';
import { GoRoundControls } from './go-round-controls.ts';
import { HandList } from './hand-list.ts';
import { HelpBanner } from './help-banner.ts';
import { HostPanel } from './host-panel.ts';
import { LevelMeter } from './level-meter.ts';
import { Lobby } from './lobby.ts';
import { Modal } from './modal.ts';
import { MoreMenu } from './more-menu.ts';
import { NoticeList } from './notice-list.ts';
import { OwnPreview } from './own-preview.ts';
import { PasscodePage } from './passcode-page.ts';
import { PeopleList } from './people-list.ts';
import { Picture } from './picture.ts';
import { Settings } from './settings.ts';
import { TalkLines } from './talk-lines.ts';
import { Tile } from './tile.ts';
import { Toolbar } from './toolbar.ts';
import { WaitingList } from './waiting-list.ts';
import { WaitingPage } from './waiting-page.ts';

/** The parts of `<hearthroom-session>`. They are elements only so that each has its own styles; none is meant for use alone. */
const parts = {
  'hearthroom-agreement': Agreement,
  'hearthroom-breakout-controls': BreakoutControls,
  'hearthroom-chat-panel': ChatPanel,
  'hearthroom-go-round-controls': GoRoundControls,
  'hearthroom-hand-list': HandList,
  'hearthroom-help-banner': HelpBanner,
  'hearthroom-modal': Modal,
  'hearthroom-more-menu': MoreMenu,
  'hearthroom-passcode-page': PasscodePage,
  'hearthroom-settings': Settings,
  'hearthroom-talk-lines': TalkLines,
  'hearthroom-call': Call,
  'hearthroom-closed-page': ClosedPage,
  'hearthroom-confirm-dialog': ConfirmDialog,
  'hearthroom-device-choice': DeviceChoiceField,
  'hearthroom-device-toggle': DeviceToggle,
  'hearthroom-gallery': Gallery,
  'hearthroom-host-panel': HostPanel,
  'hearthroom-level-meter': LevelMeter,
  'hearthroom-lobby': Lobby,
  'hearthroom-notice-list': NoticeList,
  'hearthroom-own-preview': OwnPreview,
  'hearthroom-people-list': PeopleList,
  'hearthroom-picture': Picture,
  'hearthroom-tile': Tile,
  'hearthroom-toolbar': Toolbar,
  'hearthroom-waiting-list': WaitingList,
  'hearthroom-waiting-page': WaitingPage,
};

/** The bundle may be loaded twice in one page; the first one stays. */
export function defineElement(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

export function defineParts(): void {
  for (const [name, element] of Object.entries(parts)) defineElement(name, element);
}

declare global {
  interface HTMLElementTagNameMap {
    'hearthroom-breakout-controls': BreakoutControls;
    'hearthroom-call': Call;
    'hearthroom-confirm-dialog': ConfirmDialog;
    'hearthroom-host-panel': HostPanel;
    'hearthroom-toolbar': Toolbar;
  }
}
