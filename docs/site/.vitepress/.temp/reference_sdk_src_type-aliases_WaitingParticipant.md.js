import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: WaitingParticipant","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/WaitingParticipant.md","filePath":"reference/sdk/src/type-aliases/WaitingParticipant.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/WaitingParticipant.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-waitingparticipant" tabindex="-1">Type Alias: WaitingParticipant <a class="header-anchor" href="#type-alias-waitingparticipant" aria-label="Permalink to &quot;Type Alias: WaitingParticipant&quot;">​</a></h1><blockquote><p><strong>WaitingParticipant</strong> = <code>WaitingEntry</code></p></blockquote><p>A person who waits, as hosts see them. <code>epoch</code> is the number of this wait: <code>admit</code> and the like apply to this wait only, not to a later one.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/WaitingParticipant.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WaitingParticipant = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WaitingParticipant as default
};
