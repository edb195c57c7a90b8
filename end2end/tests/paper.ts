import { execFileSync } from "node:child_process";

/** What other people's libraries read of a paper. */
export interface Paper {
  title: string;
  /** Of each page what can be copied out of it, without spaces. */
  text: string[];
  /** Of each page what its codes say. */
  codes: string[][];
}

/** Reads a PDF; with `picture` its first page is drawn there. */
export function readPaper(file: string, picture?: string): Paper {
  const words = picture ? [file, picture] : [file];
  return JSON.parse(execFileSync(process.env.ZHUNKAO_READ_PAPER ?? "", words, { encoding: "utf8" })) as Paper;
}
