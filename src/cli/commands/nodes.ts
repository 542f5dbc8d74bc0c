/** A node among others: set up, joined to its parent, its keys, how it stands; and the parent's approval. */
import { setTimeout as pause } from 'node:timers/promises';
import type { NodesPage, NodeView } from '../../exchange/nodes/nodes-contract.ts';
import { call } from '../../platform/http/call.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { table } from '../table.ts';
import { setUpData } from './node.ts';
import { parcelCommands } from './parcels.ts';

const contract = () => import('../../exchange/nodes/nodes-contract.ts');
const ASK_AGAIN_MS = 3_000;

const init: CommandSpec = {
  path: 'node init',
  options: [
    { flags: '--profile <name>' },
    { flags: '--parent <url>', word: 'node-parent' },
    { flags: '--bodies <code...>', word: 'node-bodies', repeat: true },
    { flags: '--fingerprint <digits>', word: 'node-fingerprint' },
    { flags: '--address <url>', word: 'node-address' },
    { flags: '--no-demo', word: 'demo' },
    { flags: '--admin <name>' },
    { flags: '--body <code>', word: 'admin-body' },
  ],
  examples: [
    'node init --profile vn-demo --parent http://127.0.0.1:8080 --bodies 99108 --data /srv/commune',
    'node init',
  ],
  offline: true,
  run: async (tool, given) => {
    const parent = originOf(given.text('parent'));
    const address = originOf(given.text('address'));
    const bodies = given.list('bodies').flatMap((code) => code.split(','));
    if (parent !== undefined && bodies.length === 0) throw new UsageError('node-bodies');
    const { hasData } = await import('../link.ts');
    const fresh = tool.config.databaseUrl === undefined && !hasData(tool.config);
    const set = fresh ? await setUpData(tool, given) : { lines: [] };
    const prepared = await prepare(tool, { parent, bodies, address, fingerprint: given.text('fingerprint') });
    return { ...prepared, lines: [...(set.lines ?? []).slice(0, -1), ...(prepared.lines ?? [])] };
  },
};

interface Wanted {
  readonly parent: string | undefined;
  readonly bodies: readonly string[];
  readonly address: string | undefined;
  readonly fingerprint: string | undefined;
}

async function prepare(tool: Tool, { parent, bodies, address, fingerprint }: Wanted): Promise<Answer> {
  const { t, config } = tool;
  const { node, send } = await tool.local();
  const { describeNode } = await contract();
  const { prepareJoin, writeOwnAddress } = await import('../../exchange/index.ts');
  const own = await call(send, describeNode);
  const listens = `http://${config.host}:${String(config.port)}`;
  await writeOwnAddress(node.context.db, address ?? own.address ?? config.origin ?? listens);
  if (parent !== undefined)
    await prepareJoin(node.context, { parent, bodies: [...bodies], ...(fingerprint !== undefined && { fingerprint }) });
  return {
    data: { node: own.name, key: own.key, fingerprint: own.fingerprint, parent: parent ?? null, bodies },
    lines: [
      `${t('cli:nodes.node')}: ${own.name}`,
      `${t('cli:nodes.key')}: ${own.key}`,
      `${t('cli:nodes.fingerprint')}: ${own.fingerprint}`,
      parent === undefined ? t('cli:nodes.own-root') : t('cli:nodes.prepared', { parent }),
    ],
  };
}

function originOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError('node-address', { address });
  return url.origin;
}

const join: CommandSpec = {
  path: 'node join',
  options: [
    { flags: '--no-wait', word: 'node-no-wait' },
    { flags: '--again', word: 'node-again' },
  ],
  examples: ['node join', 'node join --no-wait --data /srv/commune'],
  offline: true,
  run: async (tool, given) => {
    const { t, terminal, json } = tool;
    const { node } = await tool.local();
    const { askParent } = await import('../../exchange/index.ts');
    let answer = await askParent(node.context, { again: given.flag('again') });
    if (!json) terminal.print(t('cli:nodes.parent', { ...answer.parent }));
    if (answer.state === 'asked' && !given.flag('no-wait')) {
      using waiting = terminal.progress(t('cli:nodes.waiting'), 1);
      while (answer.state === 'asked') {
        await pause(ASK_AGAIN_MS);
        answer = await askAgain(tool, () => askParent(node.context));
      }
      waiting.at(1);
    }
    const line = t(`cli:nodes.joining.${answer.state}`, { reason: answer.reason });
    return { data: answer, lines: [line], findings: answer.state !== 'joined' };
  },
};

/** A parent that is away for a while is asked again; what it says for good ends the command. */
async function askAgain<T>(tool: Tool, ask: () => Promise<T>): Promise<T> {
  const { isPassing } = await import('../../exchange/index.ts');
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error)) throw error;
      tool.terminal.warn(error instanceof Error ? error.message : String(error));
      await pause(ASK_AGAIN_MS);
    }
  }
}

const status: CommandSpec = {
  path: 'node status',
  examples: ['node status', 'node status --json'],
  run: async (tool) => {
    const { t } = tool;
    const { listNodes } = await contract();
    const { send } = await tool.link();
    const page = await call(send, listNodes);
    const own = page.nodes.find(({ isOwn }) => isOwn);
    const { registry } = page;
    return {
      data: page,
      findings: !registry.live,
      lines: [
        `${t('cli:nodes.node')}: ${page.own}${registry.root === page.own ? ` (${t('cli:nodes.root')})` : ''}`,
        `${t('cli:nodes.fingerprint')}: ${own?.fingerprint ?? ''}`,
        ...(own?.parent ? [`${t('cli:nodes.above')}: ${own.parent}`] : []),
        t('cli:nodes.registry', { version: registry.version, expires: registry.expires }),
        ...nodesTable(tool, page.nodes),
        ...(page.requests.length > 0 ? ['', t('cli:nodes.requests'), ...nodesTable(tool, page.requests)] : []),
      ],
    };
  },
};

function nodesTable({ t }: Tool, nodes: NodesPage['nodes']): string[] {
  const head = ['node', 'state', 'bodies', 'address', 'heard', 'lag'].map((word) => t(`cli:nodes.columns.${word}`));
  const rows = nodes.map(({ name, state, bodies, address, contact, isOwn }) => [
    name,
    t(`exchange:nodes.states.${state}`),
    bodies.map(({ code }) => code).join(' '),
    address,
    isOwn ? '' : (contact?.heardAt ?? t('cli:nodes.never')),
    contact?.failure ?? '',
  ]);
  return table(rows, head);
}

const requests: CommandSpec = {
  path: 'node requests',
  examples: ['node requests'],
  run: async (tool) => {
    const { listNodes } = await contract();
    const page = await call((await tool.link()).send, listNodes);
    const lines = page.requests.length === 0 ? [tool.t('cli:nodes.no-requests')] : nodesTable(tool, page.requests);
    return { data: { items: page.requests }, lines };
  },
};

const approve: CommandSpec = {
  path: 'node approve',
  arguments: ['NODE'],
  options: [{ flags: '--fingerprint <digits>', word: 'node-child-fingerprint' }],
  examples: ['node approve node-0a1b2c3d.artery --fingerprint "12345 12345 12345 12345 12345 12345"'],
  run: async (tool, given) => {
    const { approveNode } = await contract();
    const fingerprint = given.text('fingerprint');
    if (fingerprint === undefined) throw new UsageError('node-fingerprint');
    const { send } = await tool.link();
    return said(tool, await call(send, approveNode, { params: nodeOf(given), body: { fingerprint } }));
  },
};

const decision = (verb: 'refuse' | 'retire'): CommandSpec => ({
  path: `node ${verb}`,
  arguments: ['NODE'],
  options: [{ flags: '--reason <text>', word: 'node-reason' }],
  examples: [`node ${verb} node-0a1b2c3d.artery --reason "not ours"`],
  run: async (tool, given) => {
    const { refuseNode, retireNode } = await contract();
    const reason = given.text('reason');
    if (reason === undefined) throw new UsageError('node-reason');
    const { send } = await tool.link();
    const endpoint = verb === 'refuse' ? refuseNode : retireNode;
    return said(tool, await call(send, endpoint, { params: nodeOf(given), body: { reason } }));
  },
});

const nodeOf = ({ args }: Given) => ({ node: args[0] ?? '' });

const said = ({ t }: Tool, view: NodeView): Answer => ({
  data: view,
  lines: [t('cli:nodes.became', { node: view.name, state: t(`exchange:nodes.states.${view.state}`) })],
});

const keys: CommandSpec = {
  path: 'node keys',
  arguments: ['[NODE]'],
  examples: ['node keys', 'node keys node-0a1b2c3d.artery'],
  run: async (tool, given) => {
    const { listNodes } = await contract();
    const page = await call((await tool.link()).send, listNodes);
    const name = given.args[0] ?? page.own;
    const found = page.nodes.find((one) => one.name === name);
    if (!found) throw new UsageError('no-such-node', { node: name });
    return keysSaid(tool, found);
  },
};

function keysSaid({ t }: Tool, view: NodeView): Answer {
  const head = ['key', 'from', 'to', 'state'].map((word) => t(`cli:nodes.columns.${word}`));
  const rows = view.keys.map(({ id, from, to, revoked, live }) => [
    id,
    from,
    revoked ?? to,
    t(`exchange:nodes.keyStates.${live ? 'live' : revoked === null ? 'over' : 'revoked'}`),
  ]);
  return { data: { node: view.name, keys: view.keys }, lines: table(rows, head) };
}

const rotate: CommandSpec = {
  path: 'node rotate-key',
  examples: ['node rotate-key'],
  run: async (tool) => {
    const { rotateKey } = await contract();
    return keysSaid(tool, await call((await tool.link()).send, rotateKey));
  },
};

const revoke: CommandSpec = {
  path: 'node revoke-key',
  arguments: ['KEY'],
  options: [{ flags: '--of <node>', word: 'node-of' }],
  examples: ['node revoke-key 0a1b2c3d', 'node revoke-key 0a1b2c3d --of node-0a1b2c3d.artery'],
  run: async (tool, given) => {
    const { revokeKey, describeNode } = await contract();
    const { send } = await tool.link();
    const node = given.text('of') ?? (await call(send, describeNode)).name;
    return keysSaid(tool, await call(send, revokeKey, { params: { node, key: given.args[0] ?? '' } }));
  },
};

const move: CommandSpec = {
  path: 'node move',
  arguments: ['BODY'],
  options: [
    { flags: '--to <node>', word: 'node-to' },
    { flags: '--dry-run', word: 'node-dry-run' },
  ],
  examples: ['node move 99215 --to node-0a1b2c3d.artery --dry-run', 'node move 99215 --to node-0a1b2c3d.artery'],
  run: async (tool, given) => {
    const { t } = tool;
    const { moveHome } = await import('../../exchange/moves/moves-contract.ts');
    const to = given.text('to');
    if (to === undefined) throw new UsageError('node-to');
    const { send } = await tool.link();
    const body = { body: given.args[0] ?? '', to, dryRun: given.flag('dry-run') };
    const report = await call(send, moveHome, { body });
    const rows = report.registers.map(({ register, rows: count }) => [register, count]);
    const consumers = report.consumers.map(({ agreement, consumer }) => `${agreement} ${consumer}`);
    return {
      data: report,
      lines: [
        t(`cli:nodes.${report.moved ? 'moved' : 'would-move'}`, { body: report.body, node: to }),
        ...table(rows),
        ...(consumers.length > 0 ? [t('cli:nodes.ask-new-home', { consumers: consumers.join(', ') })] : []),
      ],
    };
  },
};

export const federationCommands: readonly CommandSpec[] = [
  init,
  join,
  status,
  requests,
  approve,
  decision('refuse'),
  decision('retire'),
  keys,
  rotate,
  revoke,
  move,
  ...parcelCommands,
];
