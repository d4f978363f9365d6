import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: DeviceInfo","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/DeviceInfo.md","filePath":"reference/sdk/src/interfaces/DeviceInfo.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/DeviceInfo.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-deviceinfo" tabindex="-1">Interface: DeviceInfo <a class="header-anchor" href="#interface-deviceinfo" aria-label="Permalink to &quot;Interface: DeviceInfo&quot;">​</a></h1><p>A device of the person.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="id" tabindex="-1">id <a class="header-anchor" href="#id" aria-label="Permalink to &quot;id&quot;">​</a></h3><blockquote><p><strong>id</strong>: <code>string</code></p></blockquote><p><code>deviceId</code> of the browser (W3C Media Capture and Streams).</p><hr><h3 id="kind" tabindex="-1">kind <a class="header-anchor" href="#kind" aria-label="Permalink to &quot;kind&quot;">​</a></h3><blockquote><p><strong>kind</strong>: <code>&quot;microphone&quot;</code> | <code>&quot;camera&quot;</code> | <code>&quot;speaker&quot;</code></p></blockquote><p>What the device is for.</p><hr><h3 id="label" tabindex="-1">label <a class="header-anchor" href="#label" aria-label="Permalink to &quot;label&quot;">​</a></h3><blockquote><p><strong>label</strong>: <code>string</code></p></blockquote><p>Name of the device; empty until the person has allowed a device.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/DeviceInfo.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DeviceInfo = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DeviceInfo as default
};
