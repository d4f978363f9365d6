import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Attendance","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/Attendance.md","filePath":"reference/sdk/server/type-aliases/Attendance.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/Attendance.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-attendance" tabindex="-1">Type Alias: Attendance <a class="header-anchor" href="#type-alias-attendance" aria-label="Permalink to &quot;Type Alias: Attendance&quot;">​</a></h1><blockquote><p><strong>Attendance</strong> = <code>TObject</code>&lt;{ <code>firstAdmittedAt</code>: <code>TWith</code>&lt;<code>TString</code>, { <code>description</code>: <code>string</code>; }&gt;; <code>label</code>: <code>TUnion</code>&lt;[<code>TString</code>, <code>TNull</code>]&gt;; <code>lastLeftAt</code>: <code>TUnion</code>&lt;[<code>TString</code>, <code>TNull</code>]&gt;; <code>role</code>: <code>TEnum</code>&lt;[<code>&quot;therapist&quot;</code>, <code>&quot;cotherapist&quot;</code>, <code>&quot;client&quot;</code>, <code>&quot;observer&quot;</code>]&gt;; <code>seatId</code>: <code>TString</code>; <code>secondsPresent</code>: <code>TInteger</code>; }&gt;</p></blockquote><p>Attendance of one seat.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/Attendance.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Attendance = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Attendance as default
};
