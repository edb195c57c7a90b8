import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "zhunkao-files-"));

/** A file of this name and content. */
export function file(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A bad file, and what is said about it. */
export interface BadFile {
  what: string;
  path: string;
  sentence: RegExp;
  /** Whether a phone can tell by itself; else the server says so. */
  seenByPhone: boolean;
}

/** What people hand in instead of a picture. */
export function badFiles(): BadFile[] {
  const heic = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0", "latin1");
  return [
    { what: "a PDF named .jpg", path: file("paper.jpg", "%PDF-1.7 no picture"), sentence: /不是照片.*B3-3/, seenByPhone: false },
    { what: "a HEIC", path: file("photo.heic", heic), sentence: /HEIC.*B3-4/, seenByPhone: true },
    { what: "40 MB of noise", path: file("noise.jpg", Buffer.alloc(40 << 20, 7)), sentence: /超过 4 MB.*B3-2/, seenByPhone: true },
  ];
}

/** Half of a JPEG. A phone draws it as far as it goes and sends its own encoding: whole again, if half grey. */
export function halfOf(jpeg: Buffer): BadFile {
  const path = file("half.jpg", jpeg.subarray(0, jpeg.length / 2));
  return { what: "half a JPEG", path, sentence: /不完整.*B3-5/, seenByPhone: false };
}
