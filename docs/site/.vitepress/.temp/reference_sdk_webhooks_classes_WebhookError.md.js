import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Class: WebhookError","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/webhooks/classes/WebhookError.md","filePath":"reference/sdk/webhooks/classes/WebhookError.md"}');
const _sfc_main = { name: "reference/sdk/webhooks/classes/WebhookError.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="class-webhookerror" tabindex="-1">Class: WebhookError <a class="header-anchor" href="#class-webhookerror" aria-label="Permalink to &quot;Class: WebhookError&quot;">​</a></h1><p>The delivery is not authentic, or not a webhook event: answer 400 and ignore it.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><code>Error</code></li></ul><h2 id="constructors" tabindex="-1">Constructors <a class="header-anchor" href="#constructors" aria-label="Permalink to &quot;Constructors&quot;">​</a></h2><h3 id="constructor" tabindex="-1">Constructor <a class="header-anchor" href="#constructor" aria-label="Permalink to &quot;Constructor&quot;">​</a></h3><blockquote><p><strong>new WebhookError</strong>(<code>code</code>, <code>message</code>): <code>WebhookError</code></p></blockquote><p>Created by verifyWebhook.</p><h4 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h4><h5 id="code" tabindex="-1">code <a class="header-anchor" href="#code" aria-label="Permalink to &quot;code&quot;">​</a></h5><p><code>&quot;malformed-header&quot;</code> | <code>&quot;too-old&quot;</code> | <code>&quot;wrong-signature&quot;</code> | <code>&quot;malformed-body&quot;</code></p><h5 id="message" tabindex="-1">message <a class="header-anchor" href="#message" aria-label="Permalink to &quot;message&quot;">​</a></h5><p><code>string</code></p><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><code>WebhookError</code></p><h4 id="overrides" tabindex="-1">Overrides <a class="header-anchor" href="#overrides" aria-label="Permalink to &quot;Overrides&quot;">​</a></h4><p><code>Error.constructor</code></p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="code-1" tabindex="-1">code <a class="header-anchor" href="#code-1" aria-label="Permalink to &quot;code&quot;">​</a></h3><blockquote><p><code>readonly</code> <strong>code</strong>: <code>&quot;malformed-header&quot;</code> | <code>&quot;too-old&quot;</code> | <code>&quot;wrong-signature&quot;</code> | <code>&quot;malformed-body&quot;</code></p></blockquote><p>Why the delivery was refused: the signature headers are missing or have another form (<code>malformed-header</code>), the timestamp differs too much (<code>too-old</code>, also for one in the future), no signature matches (<code>wrong-signature</code>), or the body is not an event (<code>malformed-body</code>).</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/webhooks/classes/WebhookError.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WebhookError = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WebhookError as default
};
