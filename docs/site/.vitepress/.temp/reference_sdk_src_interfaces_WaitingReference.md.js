import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: WaitingReference","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/WaitingReference.md","filePath":"reference/sdk/src/interfaces/WaitingReference.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/WaitingReference.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-waitingreference" tabindex="-1">Interface: WaitingReference <a class="header-anchor" href="#interface-waitingreference" aria-label="Permalink to &quot;Interface: WaitingReference&quot;">​</a></h1><p>Identifies one wait of one person. A WaitingParticipant can be passed as one.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="epoch" tabindex="-1">epoch <a class="header-anchor" href="#epoch" aria-label="Permalink to &quot;epoch&quot;">​</a></h3><blockquote><p><strong>epoch</strong>: <code>number</code></p></blockquote><p>Number of the wait.</p><hr><h3 id="id" tabindex="-1">id <a class="header-anchor" href="#id" aria-label="Permalink to &quot;id&quot;">​</a></h3><blockquote><p><strong>id</strong>: <code>string</code></p></blockquote><p>Id of the participant.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/WaitingReference.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WaitingReference = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WaitingReference as default
};
