import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: DeviceInterruption","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/DeviceInterruption.md","filePath":"reference/sdk/src/type-aliases/DeviceInterruption.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/DeviceInterruption.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-deviceinterruption" tabindex="-1">Type Alias: DeviceInterruption <a class="header-anchor" href="#type-alias-deviceinterruption" aria-label="Permalink to &quot;Type Alias: DeviceInterruption&quot;">​</a></h1><blockquote><p><strong>DeviceInterruption</strong> = <code>&quot;system-muted&quot;</code> | <code>&quot;unplugged&quot;</code> | <code>&quot;permission-revoked&quot;</code> | <code>&quot;failed&quot;</code></p></blockquote><p>Why a device stopped delivering sound or pictures:</p><ul><li><code>system-muted</code>: the system muted it (a phone call, a switch on the device); it resumes when the system unmutes it</li><li><code>unplugged</code>: it is no longer connected</li><li><code>permission-revoked</code>: the person or the browser no longer allows it</li><li><code>failed</code>: it stopped for another reason, for example because another program took it</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/DeviceInterruption.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DeviceInterruption = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DeviceInterruption as default
};
