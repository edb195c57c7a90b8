import { defineConfig } from "@playwright/test";
import { launch } from "./browser";

// Started by `cargo xtask test`, which serves the demo first and says where.
export default defineConfig({
  testDir: "tests",
  outputDir: "../target/test/playwright",
  reporter: [["list"], ["json", { outputFile: "../target/test/playwright.json" }]],
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 15_000, toMatchAriaSnapshot: { pathTemplate: "tests/aria/{arg}{ext}" } },
  use: {
    baseURL: process.env.ZHUNKAO_URL,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    permissions: ["camera"],
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: launch(),
  },
  projects: [
    {
      name: "phone",
      use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    },
  ],
});
