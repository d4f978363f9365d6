import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Role","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/type-aliases/Role.md","filePath":"reference/sdk/src/type-aliases/Role.md"}');
const _sfc_main = { name: "reference/sdk/src/type-aliases/Role.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-role" tabindex="-1">Type Alias: Role <a class="header-anchor" href="#type-alias-role" aria-label="Permalink to &quot;Type Alias: Role&quot;">​</a></h1><blockquote><p><strong>Role</strong> = <code>TEnum</code>&lt;[<code>&quot;therapist&quot;</code>, <code>&quot;cotherapist&quot;</code>, <code>&quot;client&quot;</code>, <code>&quot;observer&quot;</code>]&gt;</p></blockquote><p>A person&#39;s role. It decides the default grants, and whether the person waits.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/type-aliases/Role.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Role = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Role as default
};
