import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useParticipants()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useParticipants.md","filePath":"reference/sdk/react/functions/useParticipants.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useParticipants.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-useparticipants" tabindex="-1">Function: useParticipants() <a class="header-anchor" href="#function-useparticipants" aria-label="Permalink to &quot;Function: useParticipants()&quot;">​</a></h1><blockquote><p><strong>useParticipants</strong>(): readonly <a href="./../interfaces/ParticipantView"><code>ParticipantView</code></a>[]</p></blockquote><p>The other admitted people, in the order in which they came; empty while waiting.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p>readonly <a href="./../interfaces/ParticipantView"><code>ParticipantView</code></a>[]</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useParticipants.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useParticipants = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useParticipants as default
};
