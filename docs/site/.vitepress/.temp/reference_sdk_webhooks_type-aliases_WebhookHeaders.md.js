import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: WebhookHeaders","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/webhooks/type-aliases/WebhookHeaders.md","filePath":"reference/sdk/webhooks/type-aliases/WebhookHeaders.md"}');
const _sfc_main = { name: "reference/sdk/webhooks/type-aliases/WebhookHeaders.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-webhookheaders" tabindex="-1">Type Alias: WebhookHeaders <a class="header-anchor" href="#type-alias-webhookheaders" aria-label="Permalink to &quot;Type Alias: WebhookHeaders&quot;">​</a></h1><blockquote><p><strong>WebhookHeaders</strong> = { <code>get</code>(<code>name</code>): <code>string</code> | <code>null</code>; } | <code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>string</code> | readonly <code>string</code>[] | <code>undefined</code>&gt;&gt;</p></blockquote><p>Headers of a request: a Headers object of the Fetch API, or an object such as Node&#39;s <code>request.headers</code>, with names in any letter case.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/webhooks/type-aliases/WebhookHeaders.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WebhookHeaders = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WebhookHeaders as default
};
