import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** How a network is at the edge of a village: 400 kbit/s each way, 400 ms there and back. */
const [BYTES_A_SECOND, ONE_WAY] = [50_000, 200];

/** Of so many requests one is lost. */
const LOSES_ONE_OF = 20;

/** A slow network that loses requests, by their number. */
export interface WeakNetwork {
  /** The portal as it is reached through this network. */
  url: string;
  /** How many requests there were. */
  asked(): number;
  /** What was lost: the first line of each request, and whether the server has heard of it. */
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
 * Each request has a connection of its own, so that the browser cannot repeat a lost one without anybody's knowing. Every
 * twentieth is lost, whole pages like anything else: in turn before it has reached the server, and on the way back, when
 * the server knows more than the phone.
 */
export async function weakNetwork(): Promise<WeakNetwork> {
  const server = new URL(process.env.ZHUNKAO_URL ?? "");
  const [up, down, lost] = [new Air(), new Air(), [] as string[]];
  let asked = 0;
  const network = createServer((phone) => {
    const far = connect(Number(server.port), server.hostname);
    for (const [one, other] of [
      [phone, far],
      [far, phone],
    ]) {
      one.on("error", () => other.destroy());
    }
    // A browser also connects ahead, and asks nothing.
    phone.once("close", () => phone.bytesRead === 0 && far.destroy());
    far.pause();
    phone.once("data", (first) => {
      asked += 1;
      const head = first.toString("latin1");
      const [isLost, isHeard] = [asked % LOSES_ONE_OF === 0, lost.length % 2 === 1];
      if (isLost) lost.push(`${head.split("\r\n")[0]} (${isHeard ? "heard" : "not heard"})`);
      if (isLost && !isHeard) {
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
  const url = `${server.protocol}//${server.hostname}:${port}`;
  return { url, asked: () => asked, lost, close: () => network.close() };
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
