/** TypeScript programs of ours, named by their output in .build/. */
export function bundlePrograms(entryPoints: Readonly<Record<string, string>>): Promise<unknown>;
/** Ends esbuild's own process, which would otherwise live as long as ours. */
export function endBundler(): Promise<void>;
