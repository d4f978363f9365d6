import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"webhooks","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/webhooks/index.md","filePath":"reference/sdk/webhooks/index.md"}');
const _sfc_main = { name: "reference/sdk/webhooks/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="webhooks" tabindex="-1">webhooks <a class="header-anchor" href="#webhooks" aria-label="Permalink to &quot;webhooks&quot;">​</a></h1><h2 id="classes" tabindex="-1">Classes <a class="header-anchor" href="#classes" aria-label="Permalink to &quot;Classes&quot;">​</a></h2><ul><li><a href="./classes/WebhookError">WebhookError</a></li></ul><h2 id="interfaces" tabindex="-1">Interfaces <a class="header-anchor" href="#interfaces" aria-label="Permalink to &quot;Interfaces&quot;">​</a></h2><ul><li><a href="./interfaces/VerifyWebhookOptions">VerifyWebhookOptions</a></li></ul><h2 id="type-aliases" tabindex="-1">Type Aliases <a class="header-anchor" href="#type-aliases" aria-label="Permalink to &quot;Type Aliases&quot;">​</a></h2><ul><li><a href="./type-aliases/WebhookHeaders">WebhookHeaders</a></li></ul><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><ul><li><a href="./functions/verifyWebhook">verifyWebhook</a></li></ul><h2 id="references" tabindex="-1">References <a class="header-anchor" href="#references" aria-label="Permalink to &quot;References&quot;">​</a></h2><h3 id="auditcheckpointevent" tabindex="-1">AuditCheckpointEvent <a class="header-anchor" href="#auditcheckpointevent" aria-label="Permalink to &quot;AuditCheckpointEvent&quot;">​</a></h3><p>Re-exports <a href="./../server/type-aliases/AuditCheckpointEvent">AuditCheckpointEvent</a></p><hr><h3 id="roomwebhookevent" tabindex="-1">RoomWebhookEvent <a class="header-anchor" href="#roomwebhookevent" aria-label="Permalink to &quot;RoomWebhookEvent&quot;">​</a></h3><p>Re-exports <a href="./../server/type-aliases/RoomWebhookEvent">RoomWebhookEvent</a></p><hr><h3 id="webhookevent" tabindex="-1">WebhookEvent <a class="header-anchor" href="#webhookevent" aria-label="Permalink to &quot;WebhookEvent&quot;">​</a></h3><p>Re-exports <a href="./../server/type-aliases/WebhookEvent">WebhookEvent</a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/webhooks/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
