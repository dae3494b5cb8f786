import { join } from "node:path";

/** The paths of all files below a folder. A link is not followed. */
export function filesBelow(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder)).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory ? filesBelow(path) : [path];
  });
}
