import { ssrRenderAttrs, ssrRenderAttr } from "vue/server-renderer";
import { _ as _imports_0 } from "./session.0zQmZqDL.js";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const _imports_1 = "/docs/docs/pictures/lobby.webp";
const _imports_2 = "/docs/docs/pictures/waiting.webp";
const _imports_3 = "/docs/docs/pictures/waiting-agreement.webp";
const _imports_4 = "/docs/docs/pictures/host-panel.webp";
const _imports_5 = "/docs/docs/pictures/meeting-waiting.webp";
const _imports_6 = "/docs/docs/pictures/preview.webp";
const _imports_7 = "/docs/docs/pictures/help-host.webp";
const _imports_8 = "/docs/docs/pictures/chat.webp";
const _imports_9 = "/docs/docs/pictures/round-host.webp";
const _imports_10 = "/docs/docs/pictures/breakout-start.webp";
const __pageData = JSON.parse('{"title":"A session in pictures","description":"","frontmatter":{},"headers":[],"relativePath":"tour.md","filePath":"tour.md"}');
const _sfc_main = { name: "tour.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="a-session-in-pictures" tabindex="-1">A session in pictures <a class="header-anchor" href="#a-session-in-pictures" aria-label="Permalink to &quot;A session in pictures&quot;">​</a></h1><p>What people see in the element, by capability. The pictures are taken from the interface by <code>npm run pictures</code> and <code>npm run picture</code>; the people in them are drawn or left out. What each of these does exactly is in <a href="/docs/sessions#what-a-session-can-do">rooms, roles and sessions</a> and <a href="/docs/element#what-it-shows-to-whom">what the element shows to whom</a>.</p><h2 id="the-group" tabindex="-1">The group <a class="header-anchor" href="#the-group" aria-label="Permalink to &quot;The group&quot;">​</a></h2><p><img${ssrRenderAttr("src", _imports_0)} alt="A therapist&#39;s view: five people in a gallery, and two who wait to be let in"></p><h2 id="before-coming-in" tabindex="-1">Before coming in <a class="header-anchor" href="#before-coming-in" aria-label="Permalink to &quot;Before coming in&quot;">​</a></h2><p>Everybody checks camera and microphone first. Nothing is sent yet.</p><p><img${ssrRenderAttr("src", _imports_1)} alt="The lobby: the own picture, the choice of camera and microphone, and a button to go in"></p><h2 id="the-waiting-room" tabindex="-1">The waiting room <a class="header-anchor" href="#the-waiting-room" aria-label="Permalink to &quot;The waiting room&quot;">​</a></h2><p>People who wait see a message and themselves, and learn nothing of the others.</p><p><img${ssrRenderAttr("src", _imports_2)} alt="The waiting page: a calm text that somebody will let the person in"></p><p>Where a room has an agreement, it is accepted here.</p><p><img${ssrRenderAttr("src", _imports_3)} alt="The waiting page with the agreement of the group and a button to accept it"></p><h2 id="letting-people-in" tabindex="-1">Letting people in <a class="header-anchor" href="#letting-people-in" aria-label="Permalink to &quot;Letting people in&quot;">​</a></h2><p>Hosts see who waits, and admit, deny, write, or look first. Later they can put somebody back into the waiting room.</p><p><img${ssrRenderAttr("src", _imports_4)} alt="A host&#39;s panel: people who wait with buttons for each, and the people in the group"></p><h2 id="identity-check" tabindex="-1">Identity check <a class="header-anchor" href="#identity-check" aria-label="Permalink to &quot;Identity check&quot;">​</a></h2><p>A person is told before being seen, and may say &quot;Not now&quot;.</p><p><img${ssrRenderAttr("src", _imports_5)} alt="An announcement to a waiting person, with the name of the host and a countdown"></p><p><img${ssrRenderAttr("src", _imports_6)} alt="A host talks alone with a person who waits"></p><h2 id="call-for-help" tabindex="-1">Call for help <a class="header-anchor" href="#call-for-help" aria-label="Permalink to &quot;Call for help&quot;">​</a></h2><p>A client&#39;s call is private, and stays above the session of every host until it is closed.</p><p><img${ssrRenderAttr("src", _imports_7)} alt="A call for help on a host&#39;s screen, with the ways to answer it"></p><h2 id="chat" tabindex="-1">Chat <a class="header-anchor" href="#chat" aria-label="Permalink to &quot;Chat&quot;">​</a></h2><p><img${ssrRenderAttr("src", _imports_8)} alt="The chat beside the gallery, with a field that says who will read the message"></p><h2 id="go-round" tabindex="-1">Go-round <a class="header-anchor" href="#go-round" aria-label="Permalink to &quot;Go-round&quot;">​</a></h2><p><img${ssrRenderAttr("src", _imports_9)} alt="A go-round on a host&#39;s screen: whose turn it is, and who is next"></p><h2 id="small-groups" tabindex="-1">Small groups <a class="header-anchor" href="#small-groups" aria-label="Permalink to &quot;Small groups&quot;">​</a></h2><p>Hosts distribute people at random or by hand, and see the groups before they start them.</p><p><img${ssrRenderAttr("src", _imports_10)} alt="A host&#39;s form for small groups, with the people to distribute"></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("tour.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const tour = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  tour as default
};
