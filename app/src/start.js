(() => {
  const root = document.documentElement;
  const { js, wasm, ahead, starts } = root.dataset;
  window.came = Date.now();
  const longer = (wait) => Math.min(2 * wait, 8000);
  const drawn = new Promise((go) => addEventListener("DOMContentLoaded", go));
  const fields = () => [
    ...document.querySelectorAll(
      "main :is(input:not([type=password],[type=file],[type=hidden]),select,textarea)",
    ),
  ];
  const here = location.pathname;
  const tab = (act) => {
    try {
      return act(sessionStorage);
    } catch {}
  };
  addEventListener("submit", ({ target }) => {
    if (!target.matches(".display")) return;
    const held = fields().map(({ checked, value }) => [checked, value]);
    tab((store) => (store.typed = JSON.stringify([here, ...held])));
  });
  drawn.then(() => {
    const kept = tab((store) => store.typed);
    if (!kept) return;
    tab((store) => store.removeItem("typed"));
    const [path, ...held] = JSON.parse(kept);
    const all = fields();
    if (path == here && held.length == all.length) {
      all.forEach((field, place) => ([field.checked, field.value] = held[place]));
    }
  });
  const ask = window.fetch;
  window.fetch = async (what, how) => {
    const { pathname } = new URL(what.url ?? what, location.href);
    if (!/^\/(pkg|words)\//.test(pathname)) return ask(what, how);
    for (let wait = 500; ; wait = longer(wait)) {
      try {
        const answer = await ask(what, how);
        return new Response(await answer.arrayBuffer(), answer);
      } catch {
        await new Promise((go) => setTimeout(go, wait));
      }
    }
  };
  addEventListener("beforeinstallprompt", (offer) => {
    offer.preventDefault();
    window.offer = offer;
  });
  const start = async (wait) => {
    let program;
    try {
      program = await import(js);
    } catch {
      return setTimeout(start, wait, longer(wait));
    }
    await program.default({ module_or_path: wasm });
    await drawn;
    program.hydrate();
  };
  let isAwake = false;
  const wake = () => {
    if (isAwake) return;
    isAwake = true;
    for (const href of ahead.split(" ")) {
      const [rel, as] = /js$/.test(href) ? ["modulepreload", "script"] : ["preload", "fetch"];
      document.head.append(Object.assign(document.createElement("link"), { rel, as, href, crossOrigin: "" }));
    }
    start(500);
  };
  if (starts === "now" || "kept" in root.dataset) wake();
  for (const sign of ["pointerdown", "pointermove", "keydown", "focusin", "scroll"]) {
    addEventListener(sign, wake, { capture: true, passive: true });
  }
  addEventListener("load", () => setTimeout(wake, 5000));
})();
