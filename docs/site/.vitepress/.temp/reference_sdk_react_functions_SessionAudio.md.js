import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: SessionAudio()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/SessionAudio.md","filePath":"reference/sdk/react/functions/SessionAudio.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/SessionAudio.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-sessionaudio" tabindex="-1">Function: SessionAudio() <a class="header-anchor" href="#function-sessionaudio" aria-label="Permalink to &quot;Function: SessionAudio()&quot;">​</a></h1><blockquote><p><strong>SessionAudio</strong>(): <code>ReactElement</code></p></blockquote><p>Plays the sound of the others, and shows nothing. Put one into the page, outside of what is shown only at times.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>ReactElement</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/SessionAudio.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SessionAudio = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SessionAudio as default
};
