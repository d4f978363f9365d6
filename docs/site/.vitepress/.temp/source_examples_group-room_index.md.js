import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"examples/group-room","description":"","frontmatter":{"search":false},"headers":[],"relativePath":"source/examples/group-room/index.md","filePath":"source/examples/group-room/index.md"}');
const _sfc_main = { name: "source/examples/group-room/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="examplesgroup-room" tabindex="-1">examples/group-room <a class="header-anchor" href="#examplesgroup-room" aria-label="Permalink to &quot;examples/group-room&quot;">​</a></h1><ul><li><a href="/docs/source/examples/group-room/client.html.txt">client.html</a></li><li><a href="/docs/examples/group-room/icon.svg">icon.svg</a></li><li><a href="/docs/source/examples/group-room/index.html.txt">index.html</a></li><li><a href="/docs/source/examples/group-room/link-token.ts.txt">link-token.ts</a></li><li><a href="/docs/source/examples/group-room/page.css.txt">page.css</a></li><li><a href="/docs/source/examples/group-room/page.ts.txt">page.ts</a></li><li><a href="/docs/source/examples/group-room/therapist.html.txt">therapist.html</a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("source/examples/group-room/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
