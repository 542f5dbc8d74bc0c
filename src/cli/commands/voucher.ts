/** Vouchers at a terminal: a key pair, its registration, a voucher from a node, and one record with it. */
import { createPublicKey } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { listClientKeys, registerClientKey, revokeClientKey } from '../../exchange/vouchers/contract.ts';
import { keyFile, KeyFileError, readKeyFile, voucherFetch, type KeyFile } from '../../exchange/vouchers/index.ts';
import { lookup, offlineKit } from '../../exchange/served/contract.ts';
import { systemClock } from '../../platform/clock.ts';
import { call, callRaw, type Send } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { deliver, readText } from '../files.ts';
import { UsageError, type CommandSpec, type Given, type Tool } from '../model.ts';
import { table } from '../table.ts';

const PRIVATE = 0o600;

function keysIn(file: string): KeyFile {
  try {
    return readKeyFile(readText(file));
  } catch (error) {
    if (error instanceof KeyFileError) throw new UsageError('not-a-private-key', { file });
    throw error;
  }
}

const key: CommandSpec = {
  path: 'voucher key',
  arguments: ['FILE'],
  options: [{ flags: '--p256', word: 'voucher-p256' }],
  examples: ['voucher key client.pem', 'voucher key client.pem --p256'],
  offline: true,
  run: ({ t }, given) => {
    const [file = ''] = given.args;
    const shown = `${file}.pub`;
    for (const one of [file, shown]) if (existsSync(one)) throw new UsageError('file-there', { file: one });
    const { pem, client, jwk } = keyFile(given.flag('p256') ? 'p256' : 'ed25519');
    writeFileSync(file, pem, { mode: PRIVATE, flag: 'wx' });
    writeFileSync(shown, createPublicKey(pem).export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
    return Promise.resolve({
      data: { client, jwk, file, publicFile: shown },
      lines: [t('cli:voucher.made', { file, shown }), `client ${client}`, JSON.stringify(jwk)],
    });
  },
};

const register: CommandSpec = {
  path: 'voucher register',
  arguments: ['FILE'],
  options: [
    { flags: '--label <words>', word: 'voucher-label' },
    { flags: '--body <code>', word: 'voucher-body' },
    { flags: '--sandbox', word: 'voucher-sandbox' },
    { flags: '--agreement <code>', word: 'voucher-agreement', repeat: true },
  ],
  examples: ['voucher register client.pem --label "Front office"', 'voucher register client.pem --sandbox --body 97'],
  run: async (tool, given) => {
    const [file = ''] = given.args;
    const { jwk } = keysIn(file);
    const { send } = await tool.link();
    const [body, agreements] = [given.text('body'), given.list('agreement')];
    const registered = await call(send, registerClientKey, {
      body: {
        label: given.text('label') ?? file,
        jwk: { ...jwk },
        ...(given.flag('sandbox') && { sandbox: true }),
        ...(body !== undefined && { body }),
        ...(agreements.length > 0 && { agreements: [...agreements] }),
      },
    });
    const { client, validUntil } = registered;
    const until = validUntil.slice(0, 10);
    return { data: registered, lines: [tool.t('cli:voucher.registered', { client, until })] };
  },
};

const keys: CommandSpec = {
  path: 'voucher keys',
  examples: ['voucher keys'],
  run: async (tool) => {
    const { send } = await tool.link();
    const answer = await call(send, listClientKeys);
    const { t, language } = tool;
    const rows = answer.items.map((one) => [
      one.client,
      pick(one.body.names, language),
      one.label,
      t(`exchange:keyStates.${one.state}`),
      one.usedAt?.slice(0, 16).replace('T', ' ') ?? '–',
    ]);
    const heads = ['client', 'body', 'label', 'state', 'used'].map((word) => t(`cli:columns.${word}`));
    return { data: answer, lines: table(rows, heads) };
  },
};

const revoke: CommandSpec = {
  path: 'voucher revoke',
  arguments: ['CLIENT'],
  examples: ['voucher revoke kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [client = ''] = given.args;
    await call(send, revokeClientKey, { params: { client } });
    return { data: { client }, lines: [tool.t('cli:voucher.revoked', { client })] };
  },
};

const asking = [
  { flags: '--purpose <code>', word: 'voucher-purpose' },
  { flags: '--consumer <code>', word: 'voucher-consumer' },
] as const;

function senderOf({ language }: Tool, given: Given) {
  const [address = '', file = '', agreement = ''] = given.args;
  if (!URL.canParse(address)) throw new UsageError('not-an-address', { address });
  const send: Send = (url, init) =>
    fetch(url, { ...init, headers: { 'accept-language': language, ...(init.headers as Record<string, string>) } });
  const [purpose, consumer] = [given.text('purpose'), given.text('consumer')];
  return voucherFetch({ keys: keysIn(file), clock: systemClock, address, agreement, purpose, consumer, fetch: send });
}

const get: CommandSpec = {
  path: 'voucher get',
  arguments: ['ADDRESS', 'FILE', 'AGREEMENT'],
  options: [...asking, { flags: '--out <file>' }],
  examples: [
    'voucher get https://data.example.org client.pem A-2026-001',
    'voucher get https://data.example.org client.pem sandbox:dang-vien --out voucher.txt',
  ],
  offline: true,
  run: async (tool, given) => {
    const voucher = await senderOf(tool, given).voucher();
    const file = given.text('out');
    if (file === undefined) return { data: voucher, lines: [voucher.access_token] };
    writeFileSync(file, `${voucher.access_token}\n`, { mode: PRIVATE });
    const { register: of, expires_in: seconds } = voucher;
    return { data: { ...voucher, file }, lines: [tool.t('cli:voucher.kept', { file, register: of, seconds })] };
  },
};

const look: CommandSpec = {
  path: 'voucher lookup',
  arguments: ['ADDRESS', 'FILE', 'AGREEMENT', 'VALUE…'],
  options: asking,
  examples: ['voucher lookup https://data.example.org client.pem A-2026-001 099000000011'],
  offline: true,
  run: async (tool, given) => {
    const send = senderOf(tool, given);
    const { register: of } = await send.voucher();
    const body = { key: given.args.slice(3) };
    const found = await call(send, lookup, { params: { register: of }, body });
    const rows = Object.entries(found.values).map(([name, value]) => [name, value === null ? '–' : String(value)]);
    return {
      data: found,
      lines: table(
        rows,
        ['field', 'value'].map((word) => tool.t(`cli:columns.${word}`)),
      ),
    };
  },
};

const kit: CommandSpec = {
  path: 'voucher kit',
  arguments: ['REGISTER'],
  options: [{ flags: '--out <file>' }],
  examples: ['voucher kit dang-vien --out dang-vien.kit.zip'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [of = ''] = given.args;
    const file = given.text('out') ?? `${of}.kit.zip`;
    const bytes = await deliver(tool, await callRaw(send, offlineKit, { params: { register: of } }), file);
    return { data: { file, bytes }, lines: [file] };
  },
};

export const voucherCommands: readonly CommandSpec[] = [key, register, keys, revoke, get, look, kit];
