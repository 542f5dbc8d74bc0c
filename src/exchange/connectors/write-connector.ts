/** Makes a connector, or changes it: whatever decides where it goes waits for somebody else's approval. */
import { isDeepStrictEqual } from 'node:util';
import type { Static } from 'typebox';
import { getBody, type Author } from '../../bodies/index.ts';
import { keepersOfRows } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { parseAllowed, sayAllowed } from '../../platform/http/outgoing-hosts.ts';
import { compileChecker } from '../../platform/http/input.ts';
import { fieldErrors } from '../../platform/http/invalid.ts';
import type { Translate } from '../../platform/i18n.ts';
import { openRegister } from '../../records/index.ts';
import { chooseMapping } from '../../registers/index.ts';
import type { WrittenConnector } from './connector-contract.ts';
import { FolderSettings } from './kinds/folder-settings.ts';
import { sourceKinds } from './kinds/index.ts';
import { FOLDER, nextRun } from './model.ts';
import { oweApproval } from './owe-approval.ts';
import { problems } from './problems.ts';
import * as store from './store/connector.ts';
import { writeChange } from './write-change.ts';

export interface WriteConnector extends Static<typeof WrittenConnector> {
  readonly connector: string;
}

/**
 * @throws problems.settingsUnsound, problems.hostLineUnsound, problems.notKeptHere, records/register-not-found,
 *   bodies/body-not-found, dictionary/mapping-not-found, registers/mapping-unsound
 */
export async function writeConnector(
  context: Context,
  { connector: code, ...asked }: WriteConnector,
  by: Author,
  words: { readonly t: Translate; readonly language: string },
): Promise<void> {
  const { db, clock } = context;
  holdSettings(asked.kind, asked.settings, words.t);
  const hosts = asked.hosts.map((line) => {
    const read = parseAllowed(line);
    if (!read) throw problems.hostLineUnsound({ line });
    return sayAllowed(read);
  });
  const { entity, plan } = await openRegister(db, asked.register);
  const body = await getBody(db, asked.body);
  const keeperOf = await keepersOfRows(db, asked.register);
  if (keeperOf(body.id) !== body.id) throw problems.notKeptHere({ register: asked.register, body: body.code });
  const mapping = asked.mapping ?? null;
  if (mapping !== null) await chooseMapping(context, words, { code: mapping, entity, settings: plan.settings });
  const now = clock.now();
  const act = { action: 'exchange.write-connector', subject: `connector/${code}`, by };
  await writeChange(context, act, async (tx, changeSet) => {
    const before = await store.lockConnector(tx, code);
    const everyMinutes = asked.everyMinutes ?? null;
    const { names, kind, settings, register } = asked;
    const where = { kind, settings, hosts, register, body: body.id, mapping };
    if (before && isDeepStrictEqual(where, whereOf(before))) {
      const due = before.approvedBy === null || before.stopped ? null : nextRun(now, everyMinutes, before.failures);
      await store.renameConnector(tx, { code, names, everyMinutes, nextRun: due, changeSet });
      return;
    }
    await store.upsertConnector(tx, { code, names, ...where, everyMinutes, madeBy: by.account, now, changeSet });
    await oweApproval(context, tx, { what: 'connector', code, body: body.id, madeBy: by.account });
  });
}

/** What an approval is about. */
const whereOf = ({ kind, settings, hosts, register, body, mapping }: store.ConnectorRow) => ({
  ...{ kind, settings, hosts, register, body, mapping },
});

function holdSettings(kind: string, settings: unknown, t: Translate): void {
  const schema = kind === FOLDER ? FolderSettings : sourceKinds.get(kind)?.Settings;
  if (!schema) throw problems.settingsUnsound({ kind, errors: [] });
  const checker = compileChecker(schema);
  if (checker.check(settings)) return;
  const errors = fieldErrors([{ in: 'body', violations: checker.violations(settings) }], t).map((one) => ({
    ...one,
    pointer: `/settings${one.pointer}`,
  }));
  throw problems.settingsUnsound({
    kind,
    errors,
    said: errors.map((one) => `${one.pointer}: ${one.detail}`).join('; '),
  });
}
