import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: ConsentQuestion","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/ConsentQuestion.md","filePath":"reference/sdk/src/type-aliases/ConsentQuestion.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/ConsentQuestion.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-consentquestion" tabindex="-1">Type Alias: ConsentQuestion <a class="header-anchor" href="#type-alias-consentquestion" aria-label="Permalink to &quot;Type Alias: ConsentQuestion&quot;">​</a></h1><blockquote><p><strong>ConsentQuestion</strong> = <code>TObject</code>&lt;{ <code>answer</code>: <code>TUnion</code>&lt;[<code>TBoolean</code>, <code>TNull</code>]&gt;; <code>declined</code>: <code>TOptional</code>&lt;<code>TInteger</code>&gt;; <code>mayAskAgain</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>missing</code>: <code>TOptional</code>&lt;<code>TInteger</code>&gt;; <code>name</code>: <code>TString</code>; <code>participantId</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; }&gt;</p></blockquote><p>An observer to whom every admitted client must agree. Hosts see how many agreed; a client sees only their own answer (null: none yet).</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/ConsentQuestion.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ConsentQuestion = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ConsentQuestion as default
};
