import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: SoundView","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/interfaces/SoundView.md","filePath":"reference/sdk/react/interfaces/SoundView.md"}');
const _sfc_main = { name: "reference/sdk/react/interfaces/SoundView.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-soundview" tabindex="-1">Interface: SoundView <a class="header-anchor" href="#interface-soundview" aria-label="Permalink to &quot;Interface: SoundView&quot;">​</a></h1><p>Whether sound can be heard.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="isblocked" tabindex="-1">isBlocked <a class="header-anchor" href="#isblocked" aria-label="Permalink to &quot;isBlocked&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>isBlocked</strong>: <code>boolean</code></p></blockquote><p>The browser plays no sound until the person interacts with the page: show a button that calls <code>start</code>.</p><hr><h3 id="start" tabindex="-1">start <a class="header-anchor" href="#start" aria-label="Permalink to &quot;start&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>start</strong>: () =&gt; <code>Promise</code>&lt;<code>void</code>&gt;</p></blockquote><p>Call it in a click handler. Rejects with <code>permission-denied</code> when the browser still refuses.</p><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><code>Promise</code>&lt;<code>void</code>&gt;</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/interfaces/SoundView.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SoundView = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SoundView as default
};
