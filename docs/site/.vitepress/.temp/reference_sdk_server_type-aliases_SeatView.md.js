import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: SeatView","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/server/type-aliases/SeatView.md","filePath":"reference/sdk/server/type-aliases/SeatView.md"}');
const _sfc_main = { name: "reference/sdk/server/type-aliases/SeatView.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-seatview" tabindex="-1">Type Alias: SeatView <a class="header-anchor" href="#type-alias-seatview" aria-label="Permalink to &quot;Type Alias: SeatView&quot;">​</a></h1><blockquote><p><strong>SeatView</strong> = <code>TObject</code>&lt;{ <code>banned</code>: <code>TBoolean</code>; <code>connected</code>: <code>TBoolean</code>; <code>epoch</code>: <code>TInteger</code>; <code>id</code>: <code>TString</code>; <code>label</code>: <code>TUnion</code>&lt;[<code>TString</code>, <code>TNull</code>]&gt;; <code>mustBeAdmitted</code>: <code>TBoolean</code>; <code>name</code>: <code>TString</code>; <code>role</code>: <code>TEnum</code>&lt;[<code>&quot;therapist&quot;</code>, <code>&quot;cotherapist&quot;</code>, <code>&quot;client&quot;</code>, <code>&quot;observer&quot;</code>]&gt;; <code>secondDeviceEpoch</code>: <code>TUnion</code>&lt;[<code>TInteger</code>, <code>TNull</code>]&gt;; <code>secondDeviceWaits</code>: <code>TBoolean</code>; <code>state</code>: <code>TEnum</code>&lt;[<code>&quot;waiting&quot;</code>, <code>&quot;admitted&quot;</code>, <code>&quot;suspended&quot;</code>, <code>&quot;denied&quot;</code>, <code>&quot;removed&quot;</code>, <code>&quot;left&quot;</code>, <code>&quot;expired&quot;</code>]&gt;; <code>sub</code>: <code>TString</code>; }&gt;</p></blockquote><p>A seat, as the API returns it. Names and labels are included because the owner of the API put them into the token.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/server/type-aliases/SeatView.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SeatView = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SeatView as default
};
