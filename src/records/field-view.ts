/**
 * What labels keep back of the columns a reader sees: the one place where they are chosen. It goes into the relation
 * itself, so that filters, orders, counts and cursors meet nothing but what may be shown.
 */
import { restrictedFields, type FieldVerdict } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Decision } from '../platform/decision.ts';
import { explain, refusal } from '../platform/http/refusal.ts';
import type { Translate } from '../platform/i18n.ts';
import { fieldOf, type Masking, type ReadRequest, type RegisterTable } from './model.ts';
import type { WithheldField } from './schemas.ts';
import { maskedAs, type OpenWay } from './store/masks.ts';
import { isOwnHome, waysOf, type Ways } from './take-opened-rows.ts';

export interface FieldView {
  /** Columns in whose place something else is read: of no way whole, or not of every one. */
  readonly masks: ReadonlyMap<string, Masking>;
  /** Physical names of the columns that are shown at all, in the plan's order. */
  readonly columns: readonly string[];
  /** Of each that some way keeps back: how it is shown, and why. */
  readonly withheld: ReadonlyMap<string, Kept>;
  /** Whether rows of a home show a field whole. */
  isWhole(field: string, home: number): boolean;
}

interface Kept {
  /** `some`: of some rows whole, of others not. */
  readonly shown: WithheldField['shown'];
  readonly verdict: FieldVerdict;
}

/** Undefined where no label of the register keeps anything back, or nothing from this reader. */
export function fieldView(table: RegisterTable, ways: Ways): FieldView | undefined {
  const restricted = restrictedFields(table.entity);
  const open = restricted.size === 0 ? [] : waysOpen(ways);
  const withheld = new Map<string, Kept>();
  const masks = new Map<string, Masking>();
  for (const [name, asked] of restricted) {
    const verdicts = open.map(({ fields }) => fields.get(name));
    const back = verdicts.filter((one) => one !== undefined);
    if (back.length === 0) continue;
    const shown = shownAs(verdicts);
    withheld.set(name, { shown, verdict: (back.find(({ show }) => show === 'masked') ?? back[0]) as FieldVerdict });
    masks.set(
      name,
      maskedAs(
        name,
        asked.mask,
        open.map((way) => ({ ...way, show: way.fields.get(name)?.show ?? 'whole' })),
      ),
    );
  }
  if (withheld.size === 0) return undefined;
  const columns = table.entity.fields.map(({ name }) => name).filter((name) => withheld.get(name)?.shown !== 'absent');
  return { masks, columns, withheld, isWhole: wholeAt(ways, withheld) };
}

/** The same for a reader whose ways nobody has asked for yet. */
export async function viewFor(
  context: Context,
  caller: Caller,
  permission: string,
  table: RegisterTable,
): Promise<FieldView | undefined> {
  if (restrictedFields(table.entity).size === 0) return undefined;
  return fieldView(table, await waysOf(context, caller, permission, table.register));
}

function shownAs(verdicts: readonly (FieldVerdict | undefined)[]): WithheldField['shown'] {
  if (verdicts.every((one) => one?.show === 'absent')) return 'absent';
  return verdicts.every((one) => one?.show === 'masked') ? 'masked' : 'some';
}

const waysOpen = ({
  kept,
  own,
  granted,
}: Ways): (OpenWay & { readonly fields: ReadonlyMap<string, FieldVerdict> })[] => [
  ...(kept ? [kept] : []),
  ...(own === undefined ? [] : [own]),
  ...granted,
];

/** Rows of no own home are shown as every agreement shows them. */
function wholeAt(ways: Ways, withheld: ReadonlyMap<string, Kept>): FieldView['isWhole'] {
  const [isOwn, isKept] = [isOwnHome(ways.own), isOwnHome(ways.kept)];
  return (field, home) => {
    if (!withheld.has(field)) return true;
    if (isKept(home) && ways.kept?.fields.has(field) === false) return true;
    if (isOwn(home)) return ways.own?.fields.has(field) === false;
    return ways.granted.length > 0 && ways.granted.every(({ fields }) => !fields.has(field));
  };
}

/** A question as this reader may ask it: its columns are those that are shown, and masked where they are. */
export function seenThrough<R extends Pick<ReadRequest, 'columns'>>(view: FieldView | undefined, request: R): R {
  if (!view) return request;
  return { ...request, columns: request.columns ?? view.columns, masks: view.masks };
}

interface Asking {
  readonly caller: Caller;
  readonly t: Translate;
}

/**
 * Refuses a question that names a field which is not shown, or one to filter, order or find by that is not shown whole:
 * its answer would tell what is kept back. Before anything is read.
 */
export async function refuseWithheld(
  context: Context,
  { caller, t }: Asking,
  { register, permission, ...at }: { readonly register: string; readonly permission: string } & At,
): Promise<void> {
  const { view, named = [], found = [] } = at;
  if (!view) return;
  const kept =
    named.map((name) => view.withheld.get(name)).find((one) => one?.shown === 'absent') ??
    found.map((name) => view.withheld.get(name)).find((one) => one !== undefined);
  if (!kept) return;
  const decision = decisionOf(kept);
  await context.audit.append({
    ...{ action: permission, actor: caller.account, body: caller.body, subject: register, allowed: false },
    ...{ rule: decision.rule, detail: { facts: decision.facts } },
  });
  throw refusal(decision, t, caller.language);
}

interface At {
  readonly view: FieldView | undefined;
  /** Columns asked to be shown. */
  readonly named?: readonly string[];
  /** Fields of filters, orders and keys. */
  readonly found?: readonly string[];
}

const decisionOf = ({ verdict: { rule, facts, remedy, whoCanChange } }: Kept): Decision => ({
  ...{ allowed: false, rule, facts },
  ...(remedy && { remedy }),
  ...(whoCanChange && { whoCanChange }),
});

/** Beside an answer: which columns it lacks or shows in part, and why. */
export function withheldFields(
  { entity }: Pick<RegisterTable, 'entity'>,
  view: FieldView | undefined,
  { caller, t }: Asking,
): { withheldFields?: WithheldField[] } {
  if (!view) return {};
  return {
    withheldFields: [...view.withheld].map(([field, kept]) => ({
      ...{ field, names: fieldOf(entity, field)?.names ?? {}, shown: kept.shown },
      decision: explain(decisionOf(kept), t, caller.language),
    })),
  };
}
