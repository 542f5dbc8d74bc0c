/** Puts the profile's connectors and webhooks in place, once: what was changed here stays as it is. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import { Check } from 'typebox/value';
import { parse } from 'yaml';
import { getBody } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { findAccountByName } from '../../platform/identity/index.ts';
import { fold } from '../../platform/search/fold.ts';
import { ProfileError, type ProfileFile } from '../../platform/profile.ts';
import { upsertWebhook, selectWebhook } from '../webhooks/store/webhook.ts';
import { WrittenWebhook } from '../webhooks/webhook-contract.ts';
import { WrittenConnector } from './connector-contract.ts';
import type { FolderSettings } from './kinds/folder-settings.ts';
import { FOLDER } from './model.ts';
import { oweApproval } from './owe-approval.ts';
import * as store from './store/connector.ts';
import { writeChange } from './write-change.ts';

const by = { account: system.account, body: null, rule: 'governance/node-itself' };
const text = Type.String();
const Made = { code: text, madeBy: text, approvedBy: Type.Optional(text) };
const AuthoredConnector = Type.Object({ ...WrittenConnector.properties, ...Made }, { additionalProperties: false });
const AuthoredWebhook = Type.Object({ ...WrittenWebhook.properties, ...Made }, { additionalProperties: false });

/** @throws ProfileError with the file and what is wrong */
export async function installConnectors(context: Context): Promise<void> {
  const files = context.profile.files('exchange');
  for (const file of files.filter(({ path }) => path.endsWith('connectors.yaml'))) {
    for (const one of read(file, AuthoredConnector)) await installConnector(context, one);
  }
  for (const file of files.filter(({ path }) => path.endsWith('webhooks.yaml'))) {
    for (const one of read(file, AuthoredWebhook)) await installWebhook(context, one);
  }
}

function read<T extends Type.TSchema>(file: ProfileFile, schema: T): Type.Static<T>[] {
  const listed = [parse(file.text) as unknown].flat();
  const bad = listed.findIndex((one) => !Check(schema, one));
  if (bad >= 0) throw new ProfileError(`${file.file}: entry ${String(bad + 1)} has not the form of its kind`);
  return listed as Type.Static<T>[];
}

const accountOf = async (db: Db, name: string) => (await findAccountByName(db, fold(name)))?.id ?? system.account;

async function installConnector(context: Context, one: Type.Static<typeof AuthoredConnector>): Promise<void> {
  const { db, clock, dropDir, profile } = context;
  if (one.kind === FOLDER && profile.demo && dropDir !== undefined)
    mkdirSync(join(dropDir, (one.settings as FolderSettings).folder), { recursive: true });
  if (await store.selectConnector(db, one.code)) return;
  const { code, names, kind, settings, hosts, register, mapping = null, everyMinutes = null } = one;
  const body = (await getBody(db, one.body)).id;
  const act = { action: 'exchange.write-connector', subject: `connector/${code}`, by };
  await writeChange(context, act, async (tx, changeSet) => {
    const now = clock.now();
    const madeBy = await accountOf(tx, one.madeBy);
    const where = { kind, settings, hosts, register, body, mapping };
    await store.upsertConnector(tx, { code, names, ...where, everyMinutes, madeBy, now, changeSet });
    if (one.approvedBy === undefined) return oweApproval(context, tx, { what: 'connector', code, body, madeBy });
    const account = await accountOf(tx, one.approvedBy);
    await store.setApproval(tx, code, { account, now, nextRun: everyMinutes === null ? null : now, changeSet });
  });
}

async function installWebhook(context: Context, one: Type.Static<typeof AuthoredWebhook>): Promise<void> {
  const { db, clock } = context;
  if (await selectWebhook(db, one.code)) return;
  const { code, names, url, kinds, secret, secretBefore = null } = one;
  const body = (await getBody(db, one.body)).id;
  const act = { action: 'exchange.write-webhook', subject: `webhook/${code}`, by };
  await writeChange(context, act, async (tx, changeSet) => {
    const hosts = one.hosts ?? [new URL(url).host];
    const madeBy = await accountOf(tx, one.madeBy);
    const written = { code, names, body, url, hosts, kinds, secret, secretBefore, madeBy };
    await upsertWebhook(tx, { ...written, now: clock.now(), changeSet });
    await oweApproval(context, tx, { what: 'webhook', code, body, madeBy });
  });
}
