import { defineConfig } from "@playwright/test";
import stories from "../playwright.config";

// Started by `cargo xtask bench pages`: one measurement at a time.
export default defineConfig({
  ...stories,
  testDir: ".",
  outputDir: "../../target/test/playwright",
  reporter: [["list"]],
  workers: 1,
  timeout: 1_800_000,
});
