import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useTrack()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useTrack.md","filePath":"reference/sdk/react/functions/useTrack.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useTrack.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-usetrack" tabindex="-1">Function: useTrack() <a class="header-anchor" href="#function-usetrack" aria-label="Permalink to &quot;Function: useTrack()&quot;">​</a></h1><blockquote><p><strong>useTrack</strong>(<code>participantId</code>, <code>source</code>): <a href="./../interfaces/TrackView"><code>TrackView</code></a> | <code>null</code></p></blockquote><p>One track, and a ref to show it: <code>&lt;video ref={camera?.ref} hidden={!camera?.isOn} /&gt;</code>. Sound: SessionAudio.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="participantid" tabindex="-1">participantId <a class="header-anchor" href="#participantid" aria-label="Permalink to &quot;participantId&quot;">​</a></h3><p><code>string</code></p><p>another person&#39;s id, also in an identity check, or one&#39;s own (<code>useSelf().id</code>)</p><h3 id="source" tabindex="-1">source <a class="header-anchor" href="#source" aria-label="Permalink to &quot;source&quot;">​</a></h3><p><code>&quot;microphone&quot;</code> | <code>&quot;camera&quot;</code> | <code>&quot;screen&quot;</code></p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/TrackView"><code>TrackView</code></a> | <code>null</code></p><p>null while there is no such track</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useTrack.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useTrack = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useTrack as default
};
