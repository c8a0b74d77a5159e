import type { Command } from 'commander';
import { stringify } from 'yaml';
import { z } from 'zod';
import { aWholeNumber, collected } from '../input/options';
import { apiPath, connected } from '../rest';
import { type Cli, table, usageError } from '../terminal';
import { idOf, vendorIdOf } from '../things';
import { handedIn, type Paper } from './evidence';

const Use = z.looseObject({ system: z.string(), receivesData: z.boolean(), purpose: z.string() });
const Vendor = z.looseObject({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  country: z.string(),
  state: z.string(),
  uses: z.array(Use),
});
const Vendors = z.looseObject({ items: z.array(Vendor), nextCursor: z.string().nullish() });
/** Every field, in the order of the server. */
const Whole = z.record(z.string(), z.unknown());
const Named = z.looseObject({ id: z.string(), name: z.string() });
interface Json {
  readonly json?: boolean;
}

/** `vendor list|show|register|edit|use|drop|papers|give|end`. */
export function vendor(program: Command, cli: Cli): void {
  const group = program
    .command('vendor')
    .summary('keeps the register of vendors: who uses them, and their papers')
    .description('Vendors are named by their id (ven_…) or their name, systems by id or name.');
  reading(group, cli);
  registering(group, cli);
  using(group, cli);
  papers(group, cli);
}

function reading(group: Command, cli: Cli): void {
  group
    .command('list')
    .description('Lists the vendors with the systems that use them.')
    .option('--role <role>', 'only those with this role, such as processor')
    .option('--search <text>', 'only those whose name or service has this')
    .option('--ended', 'those that were removed from the register')
    .option('--limit <n>', 'rows, at most 200 (default: 50)', aWholeNumber)
    .option('--cursor <cursor>', 'go on where the last page ended')
    .option('--json', 'one JSON document')
    .action(
      async ({ json, ended, ...query }: Json & { ended?: boolean; limit?: number; cursor?: string }) => {
        const rest = await connected(cli.terminal);
        const path = apiPath(['vendors'], { ...query, state: ended ? 'ended' : 'active' });
        const page = await rest.ask('GET', path, Vendors);
        cli.print(json, page, () =>
          table([
            ['name', 'roles', 'country', 'used by', 'id'],
            ...page.items.map(({ name, roles, country, uses, id }) => [
              ...[name, roles.join(', '), country],
              ...[uses.map(({ system }) => system).join(', ') || '-', id],
            ]),
          ]),
        );
        if (page.nextCursor && !json) cli.terminal.log(`more: --cursor ${page.nextCursor}\n`);
      },
    );
  group
    .command('show <vendor>')
    .description('Shows one vendor with the systems that use it.')
    .option('--json', 'one JSON document')
    .action(async (given: string, { json }: Json) => {
      const rest = await connected(cli.terminal);
      const shown = await rest.ask('GET', apiPath(['vendors', await vendorIdOf(rest, given)]), Whole);
      cli.print(json, shown, () => stringify(shown).trimEnd().split('\n'));
    });
}

interface Fields extends Json {
  readonly role?: string[];
  readonly country?: string;
  readonly services?: string;
  readonly contact?: string;
  readonly contract?: string;
}

function registering(group: Command, cli: Cli): void {
  const fields = (command: Command) =>
    command
      .option('--role <role>', 'such as processor or model_provider; may be repeated', collected)
      .option('--country <code>', 'where it handles the data, such as DE or US')
      .option('--services <text>', 'what it does for you')
      .option('--contact <text>', 'whom to reach there')
      .option('--contract <text>', 'number or place of the contract')
      .option('--json', 'one JSON document');
  fields(group.command('register <name>'))
    .description('Puts a vendor into the register and prints its id.')
    .action(async (name: string, { json, role, ...rest }: Fields) => {
      if (!role || rest.country === undefined) throw usageError('a vendor needs --role and --country');
      const to = await connected(cli.terminal);
      const made = await to.ask('POST', apiPath(['vendors']), Named, {
        body: { name, roles: role, ...rest },
      });
      cli.print(json, made, () => [`${made.id}  ${made.name}`]);
    });
  fields(group.command('edit <vendor>'))
    .description('Changes what is said of a vendor; another role, country or service makes its papers stale.')
    .action(async (given: string, { json, role, ...said }: Fields) => {
      const rest = await connected(cli.terminal);
      const body = { ...said, ...(role ? { roles: role } : {}) };
      if (Object.keys(body).length === 0) throw usageError('say what changes');
      const path = apiPath(['vendors', await vendorIdOf(rest, given)]);
      const made = await rest.ask('PATCH', path, Named, { body });
      cli.print(json, made, () => [`${made.id}  ${made.name}`]);
    });
  group
    .command('end <vendor>')
    .description('Removes a vendor from the register; what systems inherited from it is stale.')
    .requiredOption('--reason <text>', 'why, for the trail')
    .action(async (given: string, { reason }: { reason: string }) => {
      const rest = await connected(cli.terminal);
      const path = apiPath(['vendors', await vendorIdOf(rest, given), 'end']);
      await rest.ask('POST', path, Named, { body: { reason } });
    });
}

interface UseOptions extends Json {
  readonly reason: string;
  readonly receivesData?: boolean;
  readonly purpose?: string;
  readonly model?: string[];
  readonly since?: string;
}

function using(group: Command, cli: Cli): void {
  group
    .command('use <vendor> <system>')
    .description('Says that a system uses a vendor; said again, it takes the place of what was said.')
    .requiredOption('--reason <text>', 'why, for the trail')
    .option('--receives-data', 'it receives personal data or PHI of the system')
    .option('--purpose <text>', 'for what')
    .option('--model <model>', 'that it supplies or runs (mod_… or name); may be repeated', collected)
    .option('--since <date>', 'in use since (default: today)')
    .option('--json', 'one JSON document')
    .action(async (given: string, system: string, options: UseOptions) => {
      const { json, receivesData = false, model = [], ...said } = options;
      const rest = await connected(cli.terminal);
      const modelIds: string[] = [];
      for (const one of model) modelIds.push(await idOf(rest, 'model', 'mod', one));
      const [systemId, vendorId] = [await idOf(rest, 'system', 'sys', system), await vendorIdOf(rest, given)];
      const Used = z.looseObject({ since: z.string() });
      const path = apiPath(['systems', systemId, 'vendors', vendorId]);
      const used = await rest.ask('PUT', path, Used, { body: { ...said, receivesData, modelIds } });
      cli.print(json, used, () => [`${systemId} uses ${vendorId} since ${used.since.slice(0, 10)}`]);
    });
  group
    .command('drop <vendor> <system>')
    .description('Says that a system no longer uses a vendor; what it inherited from it is stale.')
    .requiredOption('--reason <text>', 'why, for the trail')
    .action(async (given: string, system: string, { reason }: { reason: string }) => {
      const rest = await connected(cli.terminal);
      const [systemId, vendorId] = [await idOf(rest, 'system', 'sys', system), await vendorIdOf(rest, given)];
      const path = apiPath(['systems', systemId, 'vendors', vendorId, 'drop']);
      await rest.send('POST', path, { body: { reason } });
    });
}

const Papers = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      type: z.string(),
      status: z.string(),
      validUntil: z.string().nullable(),
    }),
  ),
});

function papers(group: Command, cli: Cli): void {
  group
    .command('papers <vendor>')
    .description('Lists the papers of a vendor: agreements, assessments, reports.')
    .option('--json', 'one JSON document')
    .action(async (given: string, { json }: Json) => {
      const rest = await connected(cli.terminal);
      const query = { bindingId: await vendorIdOf(rest, given), limit: 200 };
      const held = await rest.ask('GET', apiPath(['evidence'], query), Papers);
      cli.print(json, held, () =>
        table([
          ['type', 'status', 'ends', 'title', 'id'],
          ...held.items.map(({ type, status, validUntil, title, id }) => [
            ...[type, status, validUntil?.slice(0, 10) ?? '-', title, id],
          ]),
        ]),
      );
    });
  group
    .command('give <vendor> <file>')
    .description('Gives a paper of a vendor (at most 100 MB); it serves every system that uses the vendor.')
    .requiredOption('--type <type>', 'the kind of paper, such as doc.dpa or doc.baa')
    .option('--title <text>', 'default: the name of the file')
    .option('--valid-days <n>', 'shorter than the limit of its type', aWholeNumber)
    .option('--json', 'one JSON document')
    .action((given: string, path: string, { json, ...paper }: Json & Paper) =>
      handedIn({ path, ...paper, kind: 'vendor', id: given, json: json ?? false }, cli),
    );
}
