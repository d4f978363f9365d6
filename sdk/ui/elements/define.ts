import { Call } from './call/call.ts';
import { ChatPanel } from './call/chat/chat-panel.ts';
import { TalkLines } from './call/chat/talk-lines.ts';
import { CheckInCard } from './call/check-in-card.ts';
import { EncryptionDetails } from './call/encryption-details.ts';
import { Gallery } from './call/gallery.ts';
import { MoreMenu } from './call/more-menu.ts';
import { NoticeList } from './call/notice-list.ts';
import { Settings } from './call/settings-form.ts';
import { SmallCall } from './call/small-call.ts';
import { Tile } from './call/tile.ts';
import { Toolbar } from './call/toolbar.ts';
import { BreakoutControls } from './host/breakout-controls.ts';
import { CheckInControls } from './host/check-in-controls.ts';
import { GoRoundControls } from './host/go-round-controls.ts';
import { HandList } from './host/hand-list.ts';
import { HelpBanner } from './host/help-banner.ts';
import { HostPanel } from './host/host-panel.ts';
import { PeopleList } from './host/people-list.ts';
import { WaitingList } from './host/waiting-list.ts';
import { DeviceChoiceField } from './lobby/device-choice.ts';
import { DeviceToggle } from './lobby/device-toggle.ts';
import { Lobby } from './lobby/lobby.ts';
import { OwnPreview } from './lobby/own-preview.ts';
import { PasscodePage } from './lobby/passcode-page.ts';
import { PreflightView } from './preflight/preflight-view.ts';
import { LevelMeter } from './shared/devices/microphone-meter.ts';
import { Picture } from './shared/devices/video-picture.ts';
import { ConfirmDialog } from './shared/dialogs/confirm-dialog.ts';
import { Modal } from './shared/dialogs/modal.ts';
import { LiveText } from './shared/dialogs/speech.ts';
import { Agreement } from './waiting/agreement-form.ts';
import { ClosedPage } from './waiting/closed-page.ts';
import { WaitingPage } from './waiting/waiting-page.ts';

/**
 * The parts of `<hearthroom-session>`. They are elements so that each has its own styles; none is meant to be used
 * alone.
 */
const parts = {
  'hearthroom-agreement': Agreement,
  'hearthroom-breakout-controls': BreakoutControls,
  'hearthroom-chat-panel': ChatPanel,
  'hearthroom-check-in-card': CheckInCard,
  'hearthroom-check-in-controls': CheckInControls,
  'hearthroom-encryption': EncryptionDetails,
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
  'hearthroom-live-text': LiveText,
  'hearthroom-lobby': Lobby,
  'hearthroom-notice-list': NoticeList,
  'hearthroom-own-preview': OwnPreview,
  'hearthroom-people-list': PeopleList,
  'hearthroom-picture': Picture,
  'hearthroom-preflight-view': PreflightView,
  'hearthroom-small-call': SmallCall,
  'hearthroom-tile': Tile,
  'hearthroom-toolbar': Toolbar,
  'hearthroom-waiting-list': WaitingList,
  'hearthroom-waiting-page': WaitingPage,
};

/**
 * Defines an element unless it is defined: the bundle may be loaded twice in a page, and the first definition stays.
 */
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
    'hearthroom-modal': Modal;
    'hearthroom-toolbar': Toolbar;
  }
}
