import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: RestErrorCode","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/RestErrorCode.md","filePath":"reference/sdk/server/type-aliases/RestErrorCode.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/RestErrorCode.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-resterrorcode" tabindex="-1">Type Alias: RestErrorCode <a class="header-anchor" href="#type-alias-resterrorcode" aria-label="Permalink to &quot;Type Alias: RestErrorCode&quot;">​</a></h1><blockquote><p><strong>RestErrorCode</strong> = <a href="./../../src/type-aliases/ErrorCode"><code>ErrorCode</code></a> | keyof <em>typeof</em> <a href="./../variables/restErrorCodes"><code>restErrorCodes</code></a> | <code>string</code> &amp; <code>Record</code>&lt;<code>never</code>, <code>never</code>&gt;</p></blockquote><p>Codes of RestError. They are stable; a newer server may send further ones, which are passed on unchanged.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/RestErrorCode.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RestErrorCode = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RestErrorCode as default
};
