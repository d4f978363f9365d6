import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: GoRoundOptions","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/GoRoundOptions.md","filePath":"reference/sdk/src/interfaces/GoRoundOptions.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/GoRoundOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-goroundoptions" tabindex="-1">Interface: GoRoundOptions <a class="header-anchor" href="#interface-goroundoptions" aria-label="Permalink to &quot;Interface: GoRoundOptions&quot;">​</a></h1><p>Options of <code>Session.startGoRound</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="muteothers" tabindex="-1">muteOthers? <a class="header-anchor" href="#muteothers" aria-label="Permalink to &quot;muteOthers?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>muteOthers?</strong>: <code>boolean</code></p></blockquote><p>Mute the other microphones when a turn begins; people may unmute themselves. Default: false.</p><hr><h3 id="order" tabindex="-1">order? <a class="header-anchor" href="#order" aria-label="Permalink to &quot;order?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>order?</strong>: <code>string</code>[]</p></blockquote><p>Participant ids, at most 50; default: everybody inside except observers, in the order in which they were first admitted.</p><hr><h3 id="secondsperperson" tabindex="-1">secondsPerPerson? <a class="header-anchor" href="#secondsperperson" aria-label="Permalink to &quot;secondsPerPerson?&quot;">​</a></h3><blockquote><p><code>optional</code> <strong>secondsPerPerson?</strong>: <code>number</code></p></blockquote><p>Seconds for each turn, 10 to 3,600; default: no limit.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/GoRoundOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GoRoundOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GoRoundOptions as default
};
