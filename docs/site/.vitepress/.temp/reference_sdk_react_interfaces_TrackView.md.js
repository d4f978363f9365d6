import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: TrackView","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/interfaces/TrackView.md","filePath":"reference/sdk/react/interfaces/TrackView.md"}');
const _sfc_main = { name: "reference/sdk/react/interfaces/TrackView.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-trackview" tabindex="-1">Interface: TrackView <a class="header-anchor" href="#interface-trackview" aria-label="Permalink to &quot;Interface: TrackView&quot;">​</a></h1><p>A microphone, camera or screen that is there now, of another person or of this one.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="ison" tabindex="-1">isOn <a class="header-anchor" href="#ison" aria-label="Permalink to &quot;isOn&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>isOn</strong>: <code>boolean</code></p></blockquote><p>The person has it on: not muted, and not interrupted. Hide the picture while it is false.</p><hr><h3 id="isreceived" tabindex="-1">isReceived <a class="header-anchor" href="#isreceived" aria-label="Permalink to &quot;isReceived&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>isReceived</strong>: <code>boolean</code></p></blockquote><p>False: not sent to this client for now, because of Session.setVideoReception.</p><hr><h3 id="ref" tabindex="-1">ref <a class="header-anchor" href="#ref" aria-label="Permalink to &quot;ref&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>ref</strong>: <code>RefCallback</code>&lt;<code>HTMLMediaElement</code>&gt;</p></blockquote><p>For one <code>&lt;video&gt;</code> or <code>&lt;audio&gt;</code>: shows the track in it.</p><hr><h3 id="track" tabindex="-1">track <a class="header-anchor" href="#track" aria-label="Permalink to &quot;track&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>track</strong>: <a href="./../../src/interfaces/Attachable"><code>Attachable</code></a></p></blockquote></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/interfaces/TrackView.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TrackView = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TrackView as default
};
