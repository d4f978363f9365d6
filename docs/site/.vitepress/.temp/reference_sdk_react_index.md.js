import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"react","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/index.md","filePath":"reference/sdk/react/index.md"}');
const _sfc_main = { name: "reference/sdk/react/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="react" tabindex="-1">react <a class="header-anchor" href="#react" aria-label="Permalink to &quot;react&quot;">​</a></h1><h2 id="interfaces" tabindex="-1">Interfaces <a class="header-anchor" href="#interfaces" aria-label="Permalink to &quot;Interfaces&quot;">​</a></h2><ul><li><a href="./interfaces/ConnectingProps">ConnectingProps</a></li><li><a href="./interfaces/DeviceView">DeviceView</a></li><li><a href="./interfaces/HearthroomSessionHandlers">HearthroomSessionHandlers</a></li><li><a href="./interfaces/HearthroomSessionProps">HearthroomSessionProps</a></li><li><a href="./interfaces/ParticipantView">ParticipantView</a></li><li><a href="./interfaces/SelfView">SelfView</a></li><li><a href="./interfaces/SessionStateView">SessionStateView</a></li><li><a href="./interfaces/SoundView">SoundView</a></li><li><a href="./interfaces/TrackView">TrackView</a></li><li><a href="./interfaces/WaitingMessage">WaitingMessage</a></li><li><a href="./interfaces/WaitingRoomView">WaitingRoomView</a></li></ul><h2 id="type-aliases" tabindex="-1">Type Aliases <a class="header-anchor" href="#type-aliases" aria-label="Permalink to &quot;Type Aliases&quot;">​</a></h2><ul><li><a href="./type-aliases/HearthroomSessionElement">HearthroomSessionElement</a></li><li><a href="./type-aliases/SessionProviderProps">SessionProviderProps</a></li></ul><h2 id="variables" tabindex="-1">Variables <a class="header-anchor" href="#variables" aria-label="Permalink to &quot;Variables&quot;">​</a></h2><ul><li><a href="./variables/HearthroomSession">HearthroomSession</a></li></ul><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><ul><li><a href="./functions/SessionAudio">SessionAudio</a></li><li><a href="./functions/SessionProvider">SessionProvider</a></li><li><a href="./functions/useActiveSpeakers">useActiveSpeakers</a></li><li><a href="./functions/useChatMessages">useChatMessages</a></li><li><a href="./functions/useDevice">useDevice</a></li><li><a href="./functions/useParticipants">useParticipants</a></li><li><a href="./functions/usePreviewedParticipant">usePreviewedParticipant</a></li><li><a href="./functions/useRoom">useRoom</a></li><li><a href="./functions/useSelf">useSelf</a></li><li><a href="./functions/useSession">useSession</a></li><li><a href="./functions/useSessionEvent">useSessionEvent</a></li><li><a href="./functions/useSessionState">useSessionState</a></li><li><a href="./functions/useSound">useSound</a></li><li><a href="./functions/useTrack">useTrack</a></li><li><a href="./functions/useWaitingMessages">useWaitingMessages</a></li><li><a href="./functions/useWaitingRoom">useWaitingRoom</a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
