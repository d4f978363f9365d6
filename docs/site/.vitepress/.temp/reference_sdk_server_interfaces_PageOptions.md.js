import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: PageOptions","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/interfaces/PageOptions.md","filePath":"reference/sdk/server/interfaces/PageOptions.md"}');
const _sfc_main = { name: "reference/sdk/server/interfaces/PageOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-pageoptions" tabindex="-1">Interface: PageOptions <a class="header-anchor" href="#interface-pageoptions" aria-label="Permalink to &quot;Interface: PageOptions&quot;">​</a></h1><p>Options of a list that is read page by page.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="./CallOptions"><code>CallOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="pagesize" tabindex="-1">pageSize? <a class="header-anchor" href="#pagesize" aria-label="Permalink to &quot;pageSize?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>pageSize?</strong>: <code>number</code></p></blockquote><p>Entries of one request, 1 to 100; default 100.</p><hr><h3 id="signal" tabindex="-1">signal? <a class="header-anchor" href="#signal" aria-label="Permalink to &quot;signal?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>signal?</strong>: <code>AbortSignal</code></p></blockquote><p>Ends the call, also between two attempts; it rejects with <code>aborted</code>, whose cause is the signal&#39;s reason.</p><h4 id="inherited-from" tabindex="-1">Inherited from <a class="header-anchor" href="#inherited-from" aria-label="Permalink to &quot;Inherited from&quot;">​</a></h4><p><a href="./CallOptions"><code>CallOptions</code></a>.<a href="./CallOptions#signal"><code>signal</code></a></p><hr><h3 id="timeoutms" tabindex="-1">timeoutMs? <a class="header-anchor" href="#timeoutms" aria-label="Permalink to &quot;timeoutMs?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>timeoutMs?</strong>: <code>number</code></p></blockquote><p>Milliseconds that one attempt of this call may take.</p><h4 id="inherited-from-1" tabindex="-1">Inherited from <a class="header-anchor" href="#inherited-from-1" aria-label="Permalink to &quot;Inherited from&quot;">​</a></h4><p><a href="./CallOptions"><code>CallOptions</code></a>.<a href="./CallOptions#timeoutms"><code>timeoutMs</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/interfaces/PageOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const PageOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  PageOptions as default
};
