import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Variable: HearthroomSession","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/variables/HearthroomSession.md","filePath":"reference/sdk/react/variables/HearthroomSession.md"}');
const _sfc_main = { name: "reference/sdk/react/variables/HearthroomSession.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="variable-hearthroomsession" tabindex="-1">Variable: HearthroomSession <a class="header-anchor" href="#variable-hearthroomsession" aria-label="Permalink to &quot;Variable: HearthroomSession&quot;">​</a></h1><blockquote><p><code>const</code> <strong>HearthroomSession</strong>: <code>ElementComponent</code></p></blockquote><p>A whole session with its interface: the element <code>&lt;hearthroom-session&gt;</code> of @hearthroom/sdk/ui, which is loaded once this component is mounted. A server renders an empty element. Unmounting leaves the session and switches the devices off, and so does hiding it by <code>&lt;Activity&gt;</code>; shown again it begins a new session with another element. The ref is the element.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/variables/HearthroomSession.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const HearthroomSession = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  HearthroomSession as default
};
