import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: MuteSeat","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/MuteSeat-1.md","filePath":"reference/sdk/server/type-aliases/MuteSeat-1.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/MuteSeat-1.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-muteseat" tabindex="-1">Type Alias: MuteSeat <a class="header-anchor" href="#type-alias-muteseat" aria-label="Permalink to &quot;Type Alias: MuteSeat&quot;">​</a></h1><blockquote><p><strong>MuteSeat</strong> = <code>Static</code>&lt;<em>typeof</em> <a href="./MuteSeat"><code>MuteSeat</code></a>&gt;</p></blockquote><p>Mutes a track of a seat.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/MuteSeat-1.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MuteSeat1 = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MuteSeat1 as default
};
