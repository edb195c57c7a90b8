(() => {
  const ask = window.fetch;
  const longer = (wait) => Math.min(2 * wait, 8000);
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
  let wait = 500;
  addEventListener("unhandledrejection", (event) => {
    if (!(event.reason instanceof TypeError && /module/i.test(event.reason.message))) return;
    event.preventDefault();
    const at = (kind) => document.querySelector(`link[href*="/zhunkao."][href$="${kind}"]`).href;
    const start = async () => {
      const program = await import(at(".js"));
      await program.default({ module_or_path: at(".wasm") });
      program.hydrate();
    };
    setTimeout(start, wait);
    wait = longer(wait);
  });
})();
