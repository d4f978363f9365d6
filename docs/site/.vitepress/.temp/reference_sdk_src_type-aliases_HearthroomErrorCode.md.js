import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: HearthroomErrorCode","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/HearthroomErrorCode.md","filePath":"reference/sdk/src/type-aliases/HearthroomErrorCode.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/HearthroomErrorCode.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-hearthroomerrorcode" tabindex="-1">Type Alias: HearthroomErrorCode <a class="header-anchor" href="#type-alias-hearthroomerrorcode" aria-label="Permalink to &quot;Type Alias: HearthroomErrorCode&quot;">​</a></h1><blockquote><p><strong>HearthroomErrorCode</strong> = <a href="./ErrorCode"><code>ErrorCode</code></a> | keyof <em>typeof</em> <code>clientErrorCodes</code></p></blockquote><p>Codes of errors. They are stable; new ones may be added.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/HearthroomErrorCode.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const HearthroomErrorCode = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  HearthroomErrorCode as default
};
