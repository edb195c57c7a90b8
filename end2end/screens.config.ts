import base from "./playwright.config";

// Started by `cargo xtask screens`: no tests, but pictures of every page in every state. The tours walk the candidate's pages;
// the back office, tickets and scores are seen in the stories that reach them.
process.env.ZHUNKAO_SCREENS = "yes";

const [phone] = base.projects ?? [];

export default {
  ...base,
  reporter: "list",
  fullyParallel: true,
  workers: 2,
  timeout: 900_000,
  globalTeardown: "./screens/index.ts",
  projects: [
    { ...phone, name: "tours", testDir: "screens" },
    { ...phone, name: "stories", testDir: "tests", testMatch: /(exams|people|review|seating|staff|term)\.spec\.ts$/ },
  ],
};
