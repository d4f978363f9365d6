import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Decisions","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/index.md","filePath":"decisions/index.md"}');
const _sfc_main = { name: "decisions/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="decisions" tabindex="-1">Decisions <a class="header-anchor" href="#decisions" aria-label="Permalink to &quot;Decisions&quot;">​</a></h1><p>Each file is one decision: what the situation was, what was decided, what was rejected and why, and what follows. A decision that is changed gets a new file, and the old one a line that says so. Numbers are never reused.</p><table tabindex="0"><thead><tr><th></th><th>decision</th></tr></thead><tbody><tr><td>0001</td><td><a href="/docs/decisions/0001-asynchronous-step">A step is stored asynchronously, and carried out when it is stored</a></td></tr><tr><td>0002</td><td><a href="/docs/decisions/0002-mediasoup">mediasoup forwards the media</a></td></tr><tr><td>0003</td><td><a href="/docs/decisions/0003-pure-state-machine">All rules of a session are in one pure state machine</a></td></tr><tr><td>0004</td><td><a href="/docs/decisions/0004-typebox-on-the-wire">TypeBox schemas are the one description of the wire</a></td></tr><tr><td>0005</td><td><a href="/docs/decisions/0005-node-from-npm">Node comes from npm</a></td></tr><tr><td>0006</td><td><a href="/docs/decisions/0006-build-the-worker-from-source">The media worker is built from source, with patches</a></td></tr><tr><td>0007</td><td><a href="/docs/decisions/0007-second-device">A second device waits</a></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
