import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: SessionStorageLike","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/SessionStorageLike.md","filePath":"reference/sdk/src/type-aliases/SessionStorageLike.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/SessionStorageLike.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-sessionstoragelike" tabindex="-1">Type Alias: SessionStorageLike <a class="header-anchor" href="#type-alias-sessionstoragelike" aria-label="Permalink to &quot;Type Alias: SessionStorageLike&quot;">​</a></h1><blockquote><p><strong>SessionStorageLike</strong> = <code>Pick</code>&lt;<code>Storage</code>, <code>&quot;getItem&quot;</code> | <code>&quot;setItem&quot;</code> | <code>&quot;removeItem&quot;</code>&gt; &amp; <code>Partial</code>&lt;<code>Pick</code>&lt;<code>Storage</code>, <code>&quot;length&quot;</code> | <code>&quot;key&quot;</code>&gt;&gt;</p></blockquote><p>The parts of the Storage API (WHATWG HTML) that the SDK uses. With <code>length</code> and <code>key</code> a safe exit also removes what other sessions of this tab have stored.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/SessionStorageLike.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SessionStorageLike = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SessionStorageLike as default
};
