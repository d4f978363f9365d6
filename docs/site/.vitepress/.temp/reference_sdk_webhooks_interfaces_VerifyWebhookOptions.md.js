import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: VerifyWebhookOptions","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/webhooks/interfaces/VerifyWebhookOptions.md","filePath":"reference/sdk/webhooks/interfaces/VerifyWebhookOptions.md"}');
const _sfc_main = { name: "reference/sdk/webhooks/interfaces/VerifyWebhookOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-verifywebhookoptions" tabindex="-1">Interface: VerifyWebhookOptions <a class="header-anchor" href="#interface-verifywebhookoptions" aria-label="Permalink to &quot;Interface: VerifyWebhookOptions&quot;">​</a></h1><p>Options of verifyWebhook.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="toleranceseconds" tabindex="-1">toleranceSeconds? <a class="header-anchor" href="#toleranceseconds" aria-label="Permalink to &quot;toleranceSeconds?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>toleranceSeconds?</strong>: <code>number</code></p></blockquote><p>Seconds that the timestamp of the signature may differ from this machine&#39;s clock, in either direction; default 300.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/webhooks/interfaces/VerifyWebhookOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const VerifyWebhookOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  VerifyWebhookOptions as default
};
