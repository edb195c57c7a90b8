import base from "./playwright.config";

// Started by `cargo xtask screens`: no tests, but pictures of every page in every state.
export default {
  ...base,
  testDir: "screens",
  reporter: "list",
  fullyParallel: true,
  workers: 2,
  timeout: 600_000,
};
