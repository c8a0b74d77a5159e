import { bundleCommandLine } from './bundle.mjs';
import { markInstalled } from './install.mjs';

await bundleCommandLine();
markInstalled();
