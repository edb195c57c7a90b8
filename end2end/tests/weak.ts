import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** How a network is at the edge of a village: 400 kbit/s each way, 400 ms there and back. */
const [BYTES_A_SECOND, ONE_WAY] = [50_000, 200];

/** Of so many requests one is lost. */
const LOSES_ONE_OF = 20;

/** A slow network that loses requests, always the same ones. */
export interface WeakNetwork {
  /** The portal as it is reached through this network. */
  url: string;
  /** What was lost: the first line of each request. */
  lost: string[];
  close(): void;
}

/** All that goes one way: one after the other, late, at the speed of the network. */
class Air {
  private free = 0;

  /** When so many bytes have arrived that set out now. */
  carry(bytes: number): number {
    this.free = Math.max(this.free, Date.now()) + (bytes / BYTES_A_SECOND) * 1_000;
    return this.free + ONE_WAY;
  }
}

/**
 * Each request has a connection of its own, so that the browser cannot repeat a lost one without anybody's knowing. Pages
 * that are loaded as a whole always come: whoever does not get one loads it again. Of the others, one in twenty is lost:
 * in turn before it has reached the server, and after it has, which then knows more than the phone.
 */
export async function weakNetwork(): Promise<WeakNetwork> {
  const server = new URL(process.env.ZHUNKAO_URL ?? "");
  const [up, down, lost] = [new Air(), new Air(), [] as string[]];
  let seen = 0;
  const network = createServer((phone) => {
    const far = connect(Number(server.port), server.hostname);
    for (const socket of [phone, far]) socket.on("error", () => {});
    far.pause();
    phone.once("data", (first) => {
      const head = first.toString("latin1");
      const isPage = /^sec-fetch-mode: navigate/im.test(head);
      seen += isPage ? 0 : 1;
      const isLost = !isPage && seen % LOSES_ONE_OF === 0;
      if (isLost) lost.push(head.split("\r\n")[0]);
      if (isLost && lost.length % 2 === 1) {
        setTimeout(() => phone.destroy(), up.carry(first.length) - Date.now());
        far.destroy();
        return;
      }
      const once = Buffer.from(head.replace(/^connection: keep-alive/im, "connection: close"), "latin1");
      carry(phone, far, up, once);
      if (isLost) far.once("data", () => phone.destroy()).resume();
      else carry(far, phone, down);
    });
  });
  network.listen(0, server.hostname);
  await once(network, "listening");
  const { port } = network.address() as AddressInfo;
  return { url: `${server.protocol}//${server.hostname}:${port}`, lost, close: () => network.close() };
}

/** What comes out of one goes into the other, in its order, end and break-off included. */
function carry(from: Socket, to: Socket, air: Air, first?: Buffer): void {
  let before = Promise.resolve();
  const send = (bytes: number, arrive: () => unknown) => {
    const at = air.carry(bytes);
    before = before.then(() => new Promise((go) => setTimeout(go, at - Date.now()))).then(() => void arrive());
  };
  const pass = (chunk: Buffer) => send(chunk.length, () => to.writable && to.write(chunk));
  if (first) pass(first);
  from.on("data", pass);
  from.on("end", () => send(0, () => to.end()));
  from.on("close", (broke) => broke && send(0, () => to.destroy()));
  from.resume();
}
