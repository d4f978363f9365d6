import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: CallOptions","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/interfaces/CallOptions.md","filePath":"reference/sdk/server/interfaces/CallOptions.md"}');
const _sfc_main = { name: "reference/sdk/server/interfaces/CallOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-calloptions" tabindex="-1">Interface: CallOptions <a class="header-anchor" href="#interface-calloptions" aria-label="Permalink to &quot;Interface: CallOptions&quot;">​</a></h1><p>Options of every call.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="./PageOptions"><code>PageOptions</code></a></li><li><a href="./ListOptions"><code>ListOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="signal" tabindex="-1">signal? <a class="header-anchor" href="#signal" aria-label="Permalink to &quot;signal?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>signal?</strong>: <code>AbortSignal</code></p></blockquote><p>Ends the call, also between two attempts; it rejects with <code>aborted</code>, whose cause is the signal&#39;s reason.</p><hr><h3 id="timeoutms" tabindex="-1">timeoutMs? <a class="header-anchor" href="#timeoutms" aria-label="Permalink to &quot;timeoutMs?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>timeoutMs?</strong>: <code>number</code></p></blockquote><p>Milliseconds that one attempt of this call may take.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/interfaces/CallOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CallOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CallOptions as default
};
