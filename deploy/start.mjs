// This file keeps to words that an old Node can read, so that it can say that it is too old.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Countersign needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

import('./launch.mjs')
  .then(({ launch }) => launch())
  .catch((error) => {
    console.error(error && error.name === 'Error' ? error.message : error);
    process.exit(1);
  });
