import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: AuditCheckpointEvent","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/AuditCheckpointEvent-1.md","filePath":"reference/sdk/server/type-aliases/AuditCheckpointEvent-1.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/AuditCheckpointEvent-1.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-auditcheckpointevent" tabindex="-1">Type Alias: AuditCheckpointEvent <a class="header-anchor" href="#type-alias-auditcheckpointevent" aria-label="Permalink to &quot;Type Alias: AuditCheckpointEvent&quot;">​</a></h1><blockquote><p><strong>AuditCheckpointEvent</strong> = <code>Static</code>&lt;<em>typeof</em> <a href="./AuditCheckpointEvent"><code>AuditCheckpointEvent</code></a>&gt;</p></blockquote><p>An event of the server: a signed checkpoint of its audit log, to be stored where those who run the server can&#39;t change it.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/AuditCheckpointEvent-1.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AuditCheckpointEvent1 = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AuditCheckpointEvent1 as default
};
