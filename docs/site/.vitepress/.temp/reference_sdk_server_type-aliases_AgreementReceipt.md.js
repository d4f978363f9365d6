import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: AgreementReceipt","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/AgreementReceipt.md","filePath":"reference/sdk/server/type-aliases/AgreementReceipt.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/AgreementReceipt.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-agreementreceipt" tabindex="-1">Type Alias: AgreementReceipt <a class="header-anchor" href="#type-alias-agreementreceipt" aria-label="Permalink to &quot;Type Alias: AgreementReceipt&quot;">​</a></h1><blockquote><p><strong>AgreementReceipt</strong> = <code>TObject</code>&lt;{ <code>acceptedAt</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>seatId</code>: <code>TString</code>; <code>textSha256</code>: <code>TString</code>; <code>version</code>: <code>TString</code>; <code>withdrawnAt</code>: <code>TUnion</code>&lt;[<code>TString</code>, <code>TNull</code>]&gt;; }&gt;</p></blockquote><p>GET /v1/rooms/:roomId/agreements: a receipt for each acceptance.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/AgreementReceipt.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AgreementReceipt = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AgreementReceipt as default
};
