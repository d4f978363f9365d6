import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: openDevice()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/functions/openDevice.md","filePath":"reference/sdk/src/functions/openDevice.md"}');
const _sfc_main = { name: "reference/sdk/src/functions/openDevice.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-opendevice" tabindex="-1">Function: openDevice() <a class="header-anchor" href="#function-opendevice" aria-label="Permalink to &quot;Function: openDevice()&quot;">​</a></h1><blockquote><p><strong>openDevice</strong>(<code>source</code>, <code>deviceId?</code>, <code>mediaDevices?</code>): <code>Promise</code>&lt;<code>MediaStreamTrack</code>&gt;</p></blockquote><p>Opens a camera or microphone. The caller stops the track, or passes it to the session (<code>DeviceOptions.track</code>). Rejects with <code>permission-denied</code>, <code>device-blocked-by-page</code>, <code>device-in-use</code>, <code>device-not-found</code>, <code>device-over-constrained</code> or <code>media-unsupported</code>.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="source" tabindex="-1">source <a class="header-anchor" href="#source" aria-label="Permalink to &quot;source&quot;">​</a></h3><p><code>&quot;microphone&quot;</code> | <code>&quot;camera&quot;</code></p><h3 id="deviceid" tabindex="-1">deviceId? <a class="header-anchor" href="#deviceid" aria-label="Permalink to &quot;deviceId?&quot;">​</a></h3><p><code>string</code></p><p>an id of listDevices, and only that device is opened; default (also with &#39;&#39;): the system&#39;s choice</p><h3 id="mediadevices" tabindex="-1">mediaDevices? <a class="header-anchor" href="#mediadevices" aria-label="Permalink to &quot;mediaDevices?&quot;">​</a></h3><p><code>MediaDevices</code> | <code>null</code> = <code>...</code></p><p>default: the browser&#39;s own</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>Promise</code>&lt;<code>MediaStreamTrack</code>&gt;</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/functions/openDevice.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const openDevice = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  openDevice as default
};
