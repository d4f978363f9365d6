import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: onDevicesChanged()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/functions/onDevicesChanged.md","filePath":"reference/sdk/src/functions/onDevicesChanged.md"}');
const _sfc_main = { name: "reference/sdk/src/functions/onDevicesChanged.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-ondeviceschanged" tabindex="-1">Function: onDevicesChanged() <a class="header-anchor" href="#function-ondeviceschanged" aria-label="Permalink to &quot;Function: onDevicesChanged()&quot;">​</a></h1><blockquote><p><strong>onDevicesChanged</strong>(<code>listener</code>, <code>mediaDevices?</code>): () =&gt; <code>void</code></p></blockquote><p>Calls the listener when a device is connected or removed.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="listener" tabindex="-1">listener <a class="header-anchor" href="#listener" aria-label="Permalink to &quot;listener&quot;">​</a></h3><p>() =&gt; <code>void</code></p><h3 id="mediadevices" tabindex="-1">mediaDevices? <a class="header-anchor" href="#mediadevices" aria-label="Permalink to &quot;mediaDevices?&quot;">​</a></h3><p><code>MediaDevices</code> | <code>null</code> = <code>...</code></p><p>default: the browser&#39;s own</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p>a function that stops listening</p><p>() =&gt; <code>void</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/functions/onDevicesChanged.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const onDevicesChanged = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  onDevicesChanged as default
};
