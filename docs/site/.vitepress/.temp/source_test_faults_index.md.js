import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"test/faults","description":"","frontmatter":{"search":false},"headers":[],"relativePath":"source/test/faults/index.md","filePath":"source/test/faults/index.md"}');
const _sfc_main = { name: "source/test/faults/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="testfaults" tabindex="-1">test/faults <a class="header-anchor" href="#testfaults" aria-label="Permalink to &quot;test/faults&quot;">​</a></h1><ul><li><a href="/docs/source/test/faults/rows.ts.txt">rows.ts</a></li><li><a href="/docs/source/test/faults/rows/row-01-worker-killed.ts.txt">rows/row-01-worker-killed.ts</a></li><li><a href="/docs/source/test/faults/rows/row-02-worker-stopped.ts.txt">rows/row-02-worker-stopped.ts</a></li><li><a href="/docs/source/test/faults/rows/row-03-worker-keeps-dying.ts.txt">rows/row-03-worker-keeps-dying.ts</a></li><li><a href="/docs/source/test/faults/rows/row-04-drain.ts.txt">rows/row-04-drain.ts</a></li><li><a href="/docs/source/test/faults/rows/row-05-server-killed.ts.txt">rows/row-05-server-killed.ts</a></li><li><a href="/docs/source/test/faults/rows/row-06-signaling-cut.ts.txt">rows/row-06-signaling-cut.ts</a></li><li><a href="/docs/source/test/faults/rows/row-07-udp-dropped.ts.txt">rows/row-07-udp-dropped.ts</a></li><li><a href="/docs/source/test/faults/rows/row-08-lease-over.ts.txt">rows/row-08-lease-over.ts</a></li><li><a href="/docs/source/test/faults/rows/row-09-host-lost.ts.txt">rows/row-09-host-lost.ts</a></li><li><a href="/docs/source/test/faults/rows/row-10-bad-network.ts.txt">rows/row-10-bad-network.ts</a></li><li><a href="/docs/source/test/faults/rows/row-11-slow-reader.ts.txt">rows/row-11-slow-reader.ts</a></li><li><a href="/docs/source/test/faults/rows/row-12-floods.ts.txt">rows/row-12-floods.ts</a></li><li><a href="/docs/source/test/faults/rows/row-13-fuzz.ts.txt">rows/row-13-fuzz.ts</a></li><li><a href="/docs/source/test/faults/rows/row-14-tokens.ts.txt">rows/row-14-tokens.ts</a></li><li><a href="/docs/source/test/faults/rows/row-15-strangers.ts.txt">rows/row-15-strangers.ts</a></li><li><a href="/docs/source/test/faults/rows/row-16-greedy.ts.txt">rows/row-16-greedy.ts</a></li><li><a href="/docs/source/test/faults/rows/row-17-used-up.ts.txt">rows/row-17-used-up.ts</a></li><li><a href="/docs/source/test/faults/rows/row-18-canaries.ts.txt">rows/row-18-canaries.ts</a></li><li><a href="/docs/source/test/faults/run.ts.txt">run.ts</a></li><li><a href="/docs/source/test/faults/short.test.ts.txt">short.test.ts</a></li><li><a href="/docs/source/test/faults/soak.ts.txt">soak.ts</a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("source/test/faults/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
