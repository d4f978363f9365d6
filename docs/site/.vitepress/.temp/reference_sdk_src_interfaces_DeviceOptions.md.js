import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: DeviceOptions","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/DeviceOptions.md","filePath":"reference/sdk/src/interfaces/DeviceOptions.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/DeviceOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-deviceoptions" tabindex="-1">Interface: DeviceOptions <a class="header-anchor" href="#interface-deviceoptions" aria-label="Permalink to &quot;Interface: DeviceOptions&quot;">​</a></h1><p>Which device to switch on.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="deviceid" tabindex="-1">deviceId? <a class="header-anchor" href="#deviceid" aria-label="Permalink to &quot;deviceId?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>deviceId?</strong>: <code>string</code></p></blockquote><p>An id of listDevices; default (also with &#39;&#39;): the system&#39;s choice.</p><hr><h3 id="track" tabindex="-1">track? <a class="header-anchor" href="#track" aria-label="Permalink to &quot;track?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>track?</strong>: <code>MediaStreamTrack</code></p></blockquote><p>A track that is already open, for example from a preview. From then on it belongs to the session, which stops it.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/DeviceOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DeviceOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DeviceOptions as default
};
