// Texts that become code where somebody takes them for markup, a script, an address, a style or a template. Each would call `hacked()`.

export const PAYLOADS = [
  // Elements.
  '<script>hacked(1)</script>',
  '"><script>hacked(2)</script>',
  '\'"></textarea><script>hacked(3)</script>',
  '</title><script>hacked(4)</script>',
  '</script><script>hacked(5)</script>',
  '<ScRiPt/x>hacked(6)</sCrIpT>',
  '<script src=data:text/javascript,hacked(7)></script>',
  '<script src=//127.0.0.1:9/evil.js></script>',
  '<scr<script>ipt>hacked(9)</scr</script>ipt>',
  // Handlers.
  '<img src=x onerror=hacked(10)>',
  '<img/src="x"/onerror="hacked(11)">',
  '"><img src=x onerror=hacked(12)>',
  '\'><img src=x onerror=hacked(13)>',
  '`><img src=x onerror=hacked(14)>',
  '<IMG SRC=x OnErRoR=&#104;acked(15)>',
  '<svg onload=hacked(16)>',
  '<svg><script>hacked(17)</script></svg>',
  '<svg><animate onbegin=hacked(18) attributeName=x dur=1s>',
  '<svg><use href="data:image/svg+xml,<svg id=x onload=hacked(19)>#x"/></svg>',
  '<body onload=hacked(20)>',
  '<details open ontoggle=hacked(21)>x</details>',
  '<input autofocus onfocus=hacked(22)>',
  '<video><source onerror=hacked(23)></video>',
  '<audio src=x onerror=hacked(24)>',
  '<marquee onstart=hacked(25)>x</marquee>',
  '<style>@keyframes x{}</style><p style="animation:x" onanimationstart=hacked(26)>',
  '<a autofocus tabindex=1 onfocus=hacked(27)>x</a>',
  '" onmouseover="hacked(28)" x="',
  '\' autofocus onfocus=\'hacked(29)',
  // Frames, forms, and what redirects.
  '<iframe src="javascript:parent.hacked(30)"></iframe>',
  '<iframe srcdoc="<script>parent.hacked(31)</script>"></iframe>',
  '<object data="javascript:hacked(32)"></object>',
  '<embed src="javascript:hacked(33)">',
  '<form action="javascript:hacked(34)"><button>x</button></form>',
  '<base href="http://127.0.0.1:9/">',
  '<meta http-equiv="refresh" content="0;url=javascript:hacked(36)">',
  '<link rel=stylesheet href="http://127.0.0.1:9/evil.css">',
  // Addresses.
  'javascript:hacked(38)',
  'JaVaScRiPt:hacked(39)//',
  'data:text/html,<script>hacked(40)</script>',
  'vbscript:hacked(41)',
  '[x](javascript:hacked(42))',
  '![x](http://127.0.0.1:9/pixel.png)',
  '<a href="javascript:hacked(44)">x</a>',
  '<http://x onclick=hacked(45)>',
  // What changes when it is parsed twice.
  '<noscript><p title="</noscript><img src=x onerror=hacked(46)>">',
  '<math><mi//xlink:href="data:x,<script>hacked(47)</script>">',
  '<template><img src=x onerror=hacked(48)></template>',
  '&lt;img src=x onerror=hacked(49)&gt;',
  '&#60;script&#62;hacked(50)&#60;/script&#62;',
  '\\u003cscript\\u003ehacked(51)\\u003c/script\\u003e',
  '%3Cscript%3Ehacked(52)%3C/script%3E',
  '<!--><script>hacked(53)</script>-->',
  ']]><script>hacked(54)</script>',
  // Templates and scripts.
  '{{constructor.constructor("hacked(55)")()}}',
  '${hacked(56)}',
  '<%= hacked(57) %>',
  '#{hacked(58)}',
  '\';hacked(59);//',
  '");hacked(60);//',
  '*/hacked(61)/*',
  '__proto__',
  '{"__proto__":{"hacked":63}}',
  // Styles.
  '<div style="background:url(javascript:hacked(64))">',
  'expression(hacked(65))',
  '};body{display:none}',
  // What turns text around, hides it, or moves a terminal.
  'evil\u202Egnp.exe<b>x</b>',
  'zero\u200Bwidth<b onclick=hacked(68)>x</b>',
  '\u{1F600}\u0301\u0301<i onclick=hacked(69)>x</i>',
  '~~~\n<img src=x onerror=hacked(70)>\n~~~',
];

/** Those that can be a name: without line breaks, and without what is taken off its ends. */
export const NAMES = PAYLOADS.filter((payload) => payload.length <= 100 && !/[\n\u001b]/.test(payload));

/** One after the other, again and again; `of` says which kinds there are. */
export function each(all) {
  let index = -1;
  return () => {
    index += 1;
    return all[index % all.length];
  };
}
