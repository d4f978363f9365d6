import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: DeviceRestoration","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/DeviceRestoration.md","filePath":"reference/sdk/src/type-aliases/DeviceRestoration.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/DeviceRestoration.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-devicerestoration" tabindex="-1">Type Alias: DeviceRestoration <a class="header-anchor" href="#type-alias-devicerestoration" aria-label="Permalink to &quot;Type Alias: DeviceRestoration&quot;">​</a></h1><blockquote><p><strong>DeviceRestoration</strong> = <code>&quot;same-device&quot;</code> | <code>&quot;other-device&quot;</code></p></blockquote><p>How a device came back. <code>same-device</code>: the system unmuted it. <code>other-device</code>: another microphone replaced it.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/DeviceRestoration.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DeviceRestoration = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DeviceRestoration as default
};
