import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useActiveSpeakers()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useActiveSpeakers.md","filePath":"reference/sdk/react/functions/useActiveSpeakers.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useActiveSpeakers.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-useactivespeakers" tabindex="-1">Function: useActiveSpeakers() <a class="header-anchor" href="#function-useactivespeakers" aria-label="Permalink to &quot;Function: useActiveSpeakers()&quot;">​</a></h1><blockquote><p><strong>useActiveSpeakers</strong>(): readonly <code>string</code>[]</p></blockquote><p>The ids of the people who speak now, loudest first. Levels: event <code>activeSpeakersChanged</code>.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p>readonly <code>string</code>[]</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useActiveSpeakers.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useActiveSpeakers = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useActiveSpeakers as default
};
