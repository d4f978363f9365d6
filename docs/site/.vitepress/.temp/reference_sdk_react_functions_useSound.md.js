import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useSound()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useSound.md","filePath":"reference/sdk/react/functions/useSound.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useSound.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-usesound" tabindex="-1">Function: useSound() <a class="header-anchor" href="#function-usesound" aria-label="Permalink to &quot;Function: useSound()&quot;">​</a></h1><blockquote><p><strong>useSound</strong>(): <a href="./../interfaces/SoundView"><code>SoundView</code></a></p></blockquote><p>Whether the browser blocks sound, and how to start it.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/SoundView"><code>SoundView</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useSound.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useSound = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useSound as default
};
