import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ListOptions","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/interfaces/ListOptions.md","filePath":"reference/sdk/server/interfaces/ListOptions.md"}');
const _sfc_main = { name: "reference/sdk/server/interfaces/ListOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-listoptions" tabindex="-1">Interface: ListOptions <a class="header-anchor" href="#interface-listoptions" aria-label="Permalink to &quot;Interface: ListOptions&quot;">​</a></h1><p>What to select from a list.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="./CallOptions"><code>CallOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="cursor" tabindex="-1">cursor? <a class="header-anchor" href="#cursor" aria-label="Permalink to &quot;cursor?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>cursor?</strong>: <code>string</code></p></blockquote><p>The last page&#39;s <code>nextCursor</code>.</p><hr><h3 id="limit" tabindex="-1">limit? <a class="header-anchor" href="#limit" aria-label="Permalink to &quot;limit?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>limit?</strong>: <code>number</code></p></blockquote><p>Entries on this page, 1 to 100; default 50.</p><hr><h3 id="signal" tabindex="-1">signal? <a class="header-anchor" href="#signal" aria-label="Permalink to &quot;signal?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>signal?</strong>: <code>AbortSignal</code></p></blockquote><p>Ends the call, also between two attempts; it rejects with <code>aborted</code>, whose cause is the signal&#39;s reason.</p><h4 id="inherited-from" tabindex="-1">Inherited from <a class="header-anchor" href="#inherited-from" aria-label="Permalink to &quot;Inherited from&quot;">​</a></h4><p><a href="./CallOptions"><code>CallOptions</code></a>.<a href="./CallOptions#signal"><code>signal</code></a></p><hr><h3 id="timeoutms" tabindex="-1">timeoutMs? <a class="header-anchor" href="#timeoutms" aria-label="Permalink to &quot;timeoutMs?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>timeoutMs?</strong>: <code>number</code></p></blockquote><p>Milliseconds that one attempt of this call may take.</p><h4 id="inherited-from-1" tabindex="-1">Inherited from <a class="header-anchor" href="#inherited-from-1" aria-label="Permalink to &quot;Inherited from&quot;">​</a></h4><p><a href="./CallOptions"><code>CallOptions</code></a>.<a href="./CallOptions#timeoutms"><code>timeoutMs</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/interfaces/ListOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ListOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ListOptions as default
};
