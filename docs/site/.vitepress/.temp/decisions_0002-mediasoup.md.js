import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"2. mediasoup forwards the media","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0002-mediasoup.md","filePath":"decisions/0002-mediasoup.md"}');
const _sfc_main = { name: "decisions/0002-mediasoup.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="2-mediasoup-forwards-the-media" tabindex="-1">2. mediasoup forwards the media <a class="header-anchor" href="#2-mediasoup-forwards-the-media" aria-label="Permalink to &quot;2. mediasoup forwards the media&quot;">​</a></h1><h2 id="context" tabindex="-1">Context <a class="header-anchor" href="#context" aria-label="Permalink to &quot;Context&quot;">​</a></h2><p>A group of up to about 25 people needs a server that forwards media (an SFU). The rules of therapy change from second to second who may receive whom: a waiting room, identity checks, breakout groups. A packet that reaches the wrong person cannot be taken back, so these rules must be decided where media is forwarded, in the server&#39;s own code. Operators run it themselves, on small machines.</p><h2 id="decision" tabindex="-1">Decision <a class="header-anchor" href="#decision" aria-label="Permalink to &quot;Decision&quot;">​</a></h2><p>mediasoup, as a library in the Node process. Its workers, in C++, handle packets; our code decides about every single consumer. It has no rooms, roles or signaling of its own that would have to be brought into line with ours.</p><h2 id="rejected" tabindex="-1">Rejected <a class="header-anchor" href="#rejected" aria-label="Permalink to &quot;Rejected&quot;">​</a></h2><ul><li><strong>Janus, LiveKit, Jitsi as a server beside ours.</strong> Each has rooms and permissions of its own: two programs would have to agree on who may receive whom, over an API, and a fault between them could forward too much. Janus and LiveKit also needed more CPU per packet when measured beside it (<a href="/docs/performance#figures">figures</a>).</li><li><strong>An SFU of our own, or on Pion (Go) or str0m (Rust).</strong> Congestion control, simulcast and retransmission take years to get right.</li><li><strong>Mesh, without a server.</strong> Every client would learn the others&#39; addresses, and a phone cannot send to ten people.</li><li><strong>An MCU, which mixes.</strong> It needs to decode everything, costs many times the CPU, and adds delay.</li></ul><h2 id="consequences" tabindex="-1">Consequences <a class="header-anchor" href="#consequences" aria-label="Permalink to &quot;Consequences&quot;">​</a></h2><ul><li>One language (TypeScript) for rules, signaling and media control; one process to deploy, which starts its workers.</li><li>mediasoup-client is in the SDK; a browser that it doesn&#39;t support is not supported.</li><li>A worker uses one core: large rooms are spread over workers by pipe transports.</li><li>Media is encrypted to the server and not end to end: the server could read it.</li><li>Only <code>server/src/media</code> imports mediasoup and only <code>sdk/src/media</code> imports mediasoup-client, so another SFU would be a change of two folders.</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0002-mediasoup.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0002Mediasoup = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0002Mediasoup as default
};
