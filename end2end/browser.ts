import type { LaunchOptions } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** A variable that `cargo xtask test` sets; a story run by hand needs it too. */
function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the stories with: cargo xtask test`);
  return value;
}

/** A file of the invented people: `portrait-1.jpg`, `clip-1.mjpeg`, … */
export function people(file: string): string {
  return join(variable("ZHUNKAO_PEOPLE"), file);
}

/** Draws a card or a receipt, as `draw("card", folder, "--person", "1", …)`; the drawing program lists what it can. */
export function draw(...args: string[]): void {
  execFileSync(variable("ZHUNKAO_DRAW"), args, { stdio: "inherit" });
}

/**
 * How the browser of the system starts. Its camera plays `clip`, a file of the invented people, in a loop; without
 * one it shows Chromium's own test picture. A story chooses with `test.use({ launchOptions: launch("…") })`.
 */
export function launch(clip?: string): LaunchOptions {
  const camera = clip ? [`--use-file-for-fake-video-capture=${people(clip)}`] : [];
  return {
    executablePath: variable("ZHUNKAO_BROWSER"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      ...camera,
    ],
  };
}
