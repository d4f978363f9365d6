import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: SimulateOptions","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/SimulateOptions.md","filePath":"reference/sdk/src/interfaces/SimulateOptions.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/SimulateOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-simulateoptions" tabindex="-1">Interface: SimulateOptions <a class="header-anchor" href="#interface-simulateoptions" aria-label="Permalink to &quot;Interface: SimulateOptions&quot;">​</a></h1><p>Options of a simulated fault; see <code>Fault</code> for the defaults.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="durationms" tabindex="-1">durationMs? <a class="header-anchor" href="#durationms" aria-label="Permalink to &quot;durationMs?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>durationMs?</strong>: <code>number</code></p></blockquote><p>How long the fault lasts, in milliseconds.</p><hr><h3 id="tokens" tabindex="-1">tokens? <a class="header-anchor" href="#tokens" aria-label="Permalink to &quot;tokens?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>tokens?</strong>: <code>number</code></p></blockquote><p>How many of the next tokens are refused.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/SimulateOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SimulateOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SimulateOptions as default
};
