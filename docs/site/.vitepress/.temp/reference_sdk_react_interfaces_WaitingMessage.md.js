import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: WaitingMessage","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/interfaces/WaitingMessage.md","filePath":"reference/sdk/react/interfaces/WaitingMessage.md"}');
const _sfc_main = { name: "reference/sdk/react/interfaces/WaitingMessage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-waitingmessage" tabindex="-1">Interface: WaitingMessage <a class="header-anchor" href="#interface-waitingmessage" aria-label="Permalink to &quot;Interface: WaitingMessage&quot;">​</a></h1><p>A message to this person while they wait.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="alone" tabindex="-1">alone? <a class="header-anchor" href="#alone" aria-label="Permalink to &quot;alone?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>alone?</strong>: <code>true</code></p></blockquote><p>No other waiting person gets it.</p><hr><h3 id="from" tabindex="-1">from? <a class="header-anchor" href="#from" aria-label="Permalink to &quot;from?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>from?</strong>: <code>&quot;therapist&quot;</code> | <code>&quot;cotherapist&quot;</code> | <code>&quot;client&quot;</code> | <code>&quot;observer&quot;</code></p></blockquote><p>The writer&#39;s role; absent: an administrator wrote it.</p><hr><h3 id="text" tabindex="-1">text <a class="header-anchor" href="#text" aria-label="Permalink to &quot;text&quot;">​</a></h3><blockquote><p><strong>text</strong>: <code>string</code></p></blockquote></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/interfaces/WaitingMessage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WaitingMessage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WaitingMessage as default
};
