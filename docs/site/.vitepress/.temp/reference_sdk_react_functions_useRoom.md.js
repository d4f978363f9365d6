import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: useRoom()","description":"","frontmatter":{},"headers":[],"relativePath":"reference/sdk/react/functions/useRoom.md","filePath":"reference/sdk/react/functions/useRoom.md"}');
const _sfc_main = { name: "reference/sdk/react/functions/useRoom.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-useroom" tabindex="-1">Function: useRoom() <a class="header-anchor" href="#function-useroom" aria-label="Permalink to &quot;Function: useRoom()&quot;">​</a></h1><blockquote><p><strong>useRoom</strong>(): <a href="./../../src/interfaces/RoomView"><code>RoomView</code></a> | <code>null</code></p></blockquote><p>The room as this person may see it: title, agreement, raised hands, go-round … Null before the first connect and once closed.</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../../src/interfaces/RoomView"><code>RoomView</code></a> | <code>null</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/sdk/react/functions/useRoom.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const useRoom = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  useRoom as default
};
