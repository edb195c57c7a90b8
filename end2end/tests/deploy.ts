import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a build calls a file: its name, the hash of its content, its kind. */
const HASHED = /^(.+)\.([\w-]{22})\.(\w+)$/;

/**
 * The same site as another build would have left it: every file of the bundle under another name, and nothing under the
 * old ones.
 */
export function nextBuild(site: string): string {
  const next = join(mkdtempSync(join(tmpdir(), "zhunkao-next-")), "site");
  cpSync(site, next, { recursive: true });
  const folder = join(next, "pkg");
  for (const name of readdirSync(folder)) if (/\.(br|gz)$/.test(name)) rmSync(join(folder, name));
  const names = readdirSync(folder).filter((name) => HASHED.test(name));
  const hashes = new Set(names.map((name) => HASHED.exec(name)?.[2] ?? ""));
  const renamed = (text: string) => [...hashes].reduce((all, hash) => all.replaceAll(hash, `next${hash.slice(4)}`), text);
  for (const name of names) renameSync(join(folder, name), join(folder, renamed(name)));
  // WASM, too, names the modules it imports; of the same length, the names can be exchanged in place.
  for (const file of [join(next, "hash.txt"), ...readdirSync(folder).map((name) => join(folder, name))]) {
    writeFileSync(file, renamed(readFileSync(file, "latin1")), "latin1");
  }
  return next;
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer();
    listener.once("error", reject).listen(0, "127.0.0.1", () => {
      const address = listener.address();
      listener.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** A server of one's own, which can be stopped and replaced. */
export class Server {
  private constructor(private readonly child: ChildProcess) {}

  static async start(port: number, site: string, data: string): Promise<Server> {
    const wanted = ["demo", "--port", String(port), "--data", data, "--site", site, "--models", process.env.ZHUNKAO_MODELS ?? ""];
    const server = new Server(spawn(process.env.ZHUNKAO_SERVER ?? "", wanted, { stdio: "ignore" }));
    for (;;) {
      if (server.child.exitCode !== null) throw new Error(`the server ended with ${server.child.exitCode}`);
      if (await fetch(`http://localhost:${port}/healthz`).then((answer) => answer.ok).catch(() => false)) return server;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill();
    await ended;
  }
}
