import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"A TURN relay for Hearthroom","description":"","frontmatter":{},"headers":[],"relativePath":"turn.md","filePath":"turn.md"}');
const _sfc_main = { name: "turn.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="a-turn-relay-for-hearthroom" tabindex="-1">A TURN relay for Hearthroom <a class="header-anchor" href="#a-turn-relay-for-hearthroom" aria-label="Permalink to &quot;A TURN relay for Hearthroom&quot;">​</a></h1><p><code>turnserver.conf</code> sets up <a href="https://github.com/coturn/coturn" target="_blank" rel="noreferrer">coturn</a> as a relay of media for people whose network lets nothing through to the media server. It relays only to that server, only by UDP, and only for clients with credentials made by Hearthroom; each line has a comment with its reason.</p><ol><li><p>On the relay&#39;s machine: <code>apt-get install coturn</code>, copy the file to <code>/etc/turnserver.conf</code>, and change the five lines marked CHANGE. <code>chown root:turnserver</code> and <code>chmod 640</code>: it holds the secret.</p></li><li><p>In its firewall open 3478 (UDP and TCP) and the TLS port (TCP) to everybody, and UDP 49152–65535 to the media server&#39;s address alone.</p></li><li><p>For TLS set <code>cert</code> and <code>pkey</code>. Clients behind the strictest firewalls get out only to TCP 443: listen there if the machine serves no pages (<code>tls-listening-port=443</code>; a port below 1024 needs <code>AmbientCapabilities=CAP_NET_BIND_SERVICE</code> in coturn&#39;s systemd unit).</p></li><li><p><code>systemctl restart coturn</code>, and tell Hearthroom, with the same secret:</p><pre><code>HEARTHROOM_TURN_URLS=turn:turn.example.org:3478?transport=udp,turn:turn.example.org:3478?transport=tcp,turns:turn.example.org:5349?transport=tcp
HEARTHROOM_TURN_SECRET=…
</code></pre></li></ol><p>To see it work, open a session from a network that blocks UDP and the media ports: <code>chrome://webrtc-internals</code> shows a chosen candidate pair of type <code>relay</code>.</p><p>The relay may stand on the media server&#39;s machine. Then <code>allowed-peer-ip</code> is that machine, and people in a session can send UDP to every port of it: run no other service there that listens on UDP.</p><p>To change the secret, put the new one in a second <code>static-auth-secret</code> line, restart coturn, change Hearthroom&#39;s, and take the old line out after <code>HEARTHROOM_TURN_TTL_SECONDS</code>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("turn.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const turn = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  turn as default
};
