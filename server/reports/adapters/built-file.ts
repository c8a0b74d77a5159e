import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A file that the build puts beside the server; from the sources it lies in .build/. Null when not built. */
export function builtFile(name: string): string | null {
  const folders = [import.meta.dirname, join(process.cwd(), '.build')];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
