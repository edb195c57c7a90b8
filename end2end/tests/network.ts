import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import type { Page } from "@playwright/test";

/** The mobile network between a phone and the server. */
export interface Network {
  /** The portal as it is reached through this network. */
  url: string;
  /** So many bytes a second go up. */
  slow(bytes: number): Promise<void>;
  /** Everything that is on its way breaks off, and nothing new gets through. */
  cut(): void;
  /** All is well again. */
  whole(): Promise<void>;
}

/** A network of this page's own; what the page opens by `url` goes through it. */
export async function networkOf(page: Page): Promise<Network> {
  const server = new URL(process.env.ZHUNKAO_URL ?? "");
  const connections = new Set<Socket>();
  let isCut = false;
  const network = createServer((phone) => {
    const far = connect(Number(server.port), server.hostname);
    for (const [one, other] of [
      [phone, far],
      [far, phone],
    ]) {
      connections.add(one);
      one.pipe(other);
      one.on("error", () => {});
      one.on("close", () => {
        connections.delete(one);
        other.destroy();
      });
    }
    if (isCut) phone.destroy();
  });
  network.listen(0, server.hostname);
  await once(network, "listening");
  page.once("close", () => network.close());

  // The browser itself counts what has gone up by what the system has taken, which is all at once: so it is slowed there.
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const upwards = async (uploadThroughput: number) => {
    const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
    await session.send("Network.emulateNetworkConditions", conditions);
  };
  return {
    url: `${server.protocol}//${server.hostname}:${(network.address() as AddressInfo).port}`,
    slow: upwards,
    cut: () => {
      isCut = true;
      for (const connection of connections) connection.destroy();
    },
    whole: async () => {
      isCut = false;
      await upwards(-1);
    },
  };
}
