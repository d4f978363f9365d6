import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ActiveSpeaker","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/src/interfaces/ActiveSpeaker.md","filePath":"reference/sdk/src/interfaces/ActiveSpeaker.md"}');
const _sfc_main = { name: "reference/sdk/src/interfaces/ActiveSpeaker.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-activespeaker" tabindex="-1">Interface: ActiveSpeaker <a class="header-anchor" href="#interface-activespeaker" aria-label="Permalink to &quot;Interface: ActiveSpeaker&quot;">​</a></h1><p>A person who is speaking.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><h3 id="leveldb" tabindex="-1">levelDb <a class="header-anchor" href="#leveldb" aria-label="Permalink to &quot;levelDb&quot;">​</a></h3><blockquote><p><strong>levelDb</strong>: <code>number</code></p></blockquote><p>Audio level in dBov (RFC 6464): from -127 (silence) to 0 (loudest).</p><hr><h3 id="participantid" tabindex="-1">participantId <a class="header-anchor" href="#participantid" aria-label="Permalink to &quot;participantId&quot;">​</a></h3><blockquote><p><strong>participantId</strong>: <code>string</code></p></blockquote><p>Id of the participant.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/src/interfaces/ActiveSpeaker.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ActiveSpeaker = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ActiveSpeaker as default
};
