import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: MintToken","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/MintToken.md","filePath":"reference/sdk/server/type-aliases/MintToken.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/MintToken.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-minttoken" tabindex="-1">Type Alias: MintToken <a class="header-anchor" href="#type-alias-minttoken" aria-label="Permalink to &quot;Type Alias: MintToken&quot;">​</a></h1><blockquote><p><strong>MintToken</strong> = <code>TObject</code>&lt;{ <code>grants</code>: <code>TOptional</code>&lt;<code>TWith</code>&lt;<code>TObject</code>&lt;{ <code>canAdmit</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>canEnd</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>canExtend</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>canModerate</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>canRename</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>canSeeLabels</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>chat</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>publishCamera</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>publishMicrophone</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>publishScreen</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; <code>subscribe</code>: <code>TOptional</code>&lt;<code>TBoolean</code>&gt;; }&gt;, { <code>description</code>: <code>string</code>; }&gt;&gt;; <code>label</code>: <code>TOptional</code>&lt;<code>TString</code>&gt;; <code>name</code>: <code>TString</code>; <code>role</code>: <code>TEnum</code>&lt;[<code>&quot;therapist&quot;</code>, <code>&quot;cotherapist&quot;</code>, <code>&quot;client&quot;</code>, <code>&quot;observer&quot;</code>]&gt;; <code>sub</code>: <code>TString</code>; <code>ttlSeconds</code>: <code>TOptional</code>&lt;<code>TInteger</code>&gt;; <code>waitingRoom</code>: <code>TOptional</code>&lt;<code>TWith</code>&lt;<code>TEnum</code>&lt;[<code>&quot;required&quot;</code>, <code>&quot;bypass&quot;</code>]&gt;, { <code>description</code>: <code>string</code>; }&gt;&gt;; }&gt;</p></blockquote><p>Body of POST /v1/rooms/:roomId/tokens, and options of createAccessToken.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/MintToken.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MintToken = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MintToken as default
};
