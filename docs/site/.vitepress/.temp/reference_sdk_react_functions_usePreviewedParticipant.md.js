import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: usePreviewedParticipant()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/usePreviewedParticipant.md","filePath":"reference/sdk/react/functions/usePreviewedParticipant.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/usePreviewedParticipant.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-usepreviewedparticipant" tabindex="-1">Function: usePreviewedParticipant() <a class="header-anchor" href="#function-usepreviewedparticipant" aria-label="Permalink to &quot;Function: usePreviewedParticipant()&quot;">​</a></h1><blockquote><p><strong>usePreviewedParticipant</strong>(): <a href="./../interfaces/ParticipantView"><code>ParticipantView</code></a> | <code>null</code></p></blockquote><p>The other person in the current identity check, who is not among the participants; null without one.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/ParticipantView"><code>ParticipantView</code></a> | <code>null</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/usePreviewedParticipant.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const usePreviewedParticipant = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  usePreviewedParticipant as default
};
