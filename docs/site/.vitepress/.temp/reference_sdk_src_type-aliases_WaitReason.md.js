import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: WaitReason","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/WaitReason.md","filePath":"reference/sdk/src/type-aliases/WaitReason.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/WaitReason.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-waitreason" tabindex="-1">Type Alias: WaitReason <a class="header-anchor" href="#type-alias-waitreason" aria-label="Permalink to &quot;Type Alias: WaitReason&quot;">​</a></h1><blockquote><p><strong>WaitReason</strong> = <code>TEnum</code>&lt;[<code>&quot;put-back&quot;</code>, <code>&quot;host-absent&quot;</code>, <code>&quot;agreement-withdrawn&quot;</code>, <code>&quot;consent-refused&quot;</code>]&gt;</p></blockquote><p>Why a person who was inside waits again.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/WaitReason.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WaitReason = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WaitReason as default
};
