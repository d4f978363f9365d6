import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useDevice()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useDevice.md","filePath":"reference/sdk/react/functions/useDevice.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useDevice.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-usedevice" tabindex="-1">Function: useDevice() <a class="header-anchor" href="#function-usedevice" aria-label="Permalink to &quot;Function: useDevice()&quot;">​</a></h1><blockquote><p><strong>useDevice</strong>(<code>source</code>): <a href="./../interfaces/DeviceView"><code>DeviceView</code></a></p></blockquote><p>One of this person&#39;s devices, to switch it on and off. Its picture: <code>useTrack(useSelf().id, &#39;camera&#39;)</code>.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="source" tabindex="-1">source <a class="header-anchor" href="#source" aria-label="Permalink to &quot;source&quot;">​</a></h3><p><code>&quot;microphone&quot;</code> | <code>&quot;camera&quot;</code> | <code>&quot;screen&quot;</code></p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/DeviceView"><code>DeviceView</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useDevice.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useDevice = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useDevice as default
};
