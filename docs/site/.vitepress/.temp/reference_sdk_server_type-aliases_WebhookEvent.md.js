import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: WebhookEvent","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/WebhookEvent.md","filePath":"reference/sdk/server/type-aliases/WebhookEvent.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/WebhookEvent.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-webhookevent" tabindex="-1">Type Alias: WebhookEvent <a class="header-anchor" href="#type-alias-webhookevent" aria-label="Permalink to &quot;Type Alias: WebhookEvent&quot;">​</a></h1><blockquote><p><strong>WebhookEvent</strong> = <code>TUnion</code>&lt;[<code>TObject</code>&lt;{ <code>at</code>: <code>TString</code>; <code>id</code>: <code>TString</code>; <code>roomId</code>: <code>TString</code>; <code>seatId</code>: <code>TUnion</code>&lt;[<code>TString</code>, <code>TNull</code>]&gt;; <code>sequence</code>: <code>TInteger</code>; <code>type</code>: <code>TEnum</code>&lt;[<code>&quot;room.opened&quot;</code>, <code>&quot;room.live&quot;</code>, <code>&quot;room.held&quot;</code>, <code>&quot;room.ended&quot;</code>, <code>&quot;seat.waiting&quot;</code>, <code>&quot;seat.admitted&quot;</code>, <code>&quot;seat.left&quot;</code>, <code>&quot;seat.denied&quot;</code>, <code>&quot;seat.removed&quot;</code>, <code>&quot;host.absent&quot;</code>, <code>&quot;help.raised&quot;</code>, <code>&quot;agreement.accepted&quot;</code>]&gt;; }&gt;, <code>TObject</code>&lt;{ <code>at</code>: <code>TString</code>; <code>checkpoint</code>: <code>TWith</code>&lt;<code>TObject</code>&lt;{ <code>at</code>: <code>TString</code>; <code>entryAt</code>: <code>TUnion</code>&lt;[<code>TString</code>, <code>TNull</code>]&gt;; <code>hash</code>: <code>TString</code>; <code>keys</code>: <code>TArray</code>&lt;<code>TString</code>&gt;; <code>seq</code>: <code>TInteger</code>; <code>server</code>: <code>TString</code>; <code>type</code>: <code>TLiteral</code>&lt;<code>&quot;hearthroom-audit-checkpoint&quot;</code>&gt;; <code>version</code>: <code>TInteger</code>; }&gt;, { <code>description</code>: <code>string</code>; }&gt;; <code>id</code>: <code>TString</code>; <code>sequence</code>: <code>TInteger</code>; <code>signatures</code>: <code>TArray</code>&lt;<code>TObject</code>&lt;{ <code>key</code>: <code>TString</code>; <code>signature</code>: <code>TString</code>; }&gt;&gt;; <code>type</code>: <code>TLiteral</code>&lt;<code>&quot;audit.checkpoint&quot;</code>&gt;; }&gt;]&gt;</p></blockquote><p>An event; <code>type</code> distinguishes the two kinds.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/WebhookEvent.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WebhookEvent = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WebhookEvent as default
};
