/** How a record came to be what it is: who, when, what was and what became, newest first; and what can be undone. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { recordHistory, type HistoryEntry, type RecordView } from '../../src/records/contract.ts';
import type { Values } from '../../src/records/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Panel } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { addressParts, To } from '../ui/to.tsx';
import { Moment } from '../ui/values.tsx';
import type { Tone } from '../ui/verdict.tsx';
import { useCodeNames, type NameOfCode } from './code-names.ts';
import { codesIn, FieldValue } from './field-value.tsx';
import type { RegisterPlan } from './register-plan.ts';
import { UndoButton } from './undo-button.tsx';
import styles from './records.module.css';

const tones: Readonly<Record<HistoryEntry['act'], Tone>> = {
  created: 'good',
  changed: 'busy',
  ended: 'quiet',
  revived: 'good',
};

interface RecordHistoryProps {
  readonly register: string;
  readonly view: RecordView;
  readonly plan: RegisterPlan;
}

export function RecordHistory({ register, view, plan }: RecordHistoryProps) {
  const { t } = useWords('web-registers');
  const may = view.allowed?.['records.listHistory'].allowed === true;
  const history = useEndpoint(recordHistory, { params: { register, record: view.record } }, { when: may });
  if (!may) return null;
  return (
    <Panel title={t('history.title')}>
      <Loaded query={history}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('history.none')} />
          ) : (
            <Entries register={register} items={items} plan={plan} />
          )
        }
      </Loaded>
    </Panel>
  );
}

const valuesOf = (entry: HistoryEntry, side: 'before' | 'after'): { readonly values: Values } => ({
  values: Object.fromEntries(entry.changes.map((change) => [change.field, change[side] as Values[string]])),
});

interface EntriesProps {
  readonly register: string;
  readonly items: readonly HistoryEntry[];
  readonly plan: RegisterPlan;
}

function Entries({ register, items, plan }: EntriesProps) {
  const { t } = useWords('records');
  const { fields } = plan.entity;
  const navigate = useNavigate();
  const leave = () => void navigate(addressParts(paths.register(register)));
  const rows = useMemo(() => items.flatMap((entry) => [valuesOf(entry, 'before'), valuesOf(entry, 'after')]), [items]);
  const nameOf = useCodeNames(useMemo(() => codesIn(fields, rows), [fields, rows]));
  return (
    <Timeline
      label={t('web-registers:history.title')}
      events={items.map((entry) => ({
        id: entry.version,
        tone: tones[entry.act],
        title: t(entry.kind === 'undo' ? 'web-registers:history.undone' : `records:acts.${entry.act}`),
        by: entry.name || t('web-registers:history.system'),
        at: <Moment value={entry.at} />,
        detail: (
          <>
            <Changes entry={entry} plan={plan} nameOf={nameOf} />
            <div className={styles.ways}>
              {entry.load && <To to={paths.loadResult(register, entry.load)}>{t('web-registers:history.byLoad')}</To>}
              {entry.undoable && (
                <UndoButton
                  changeSet={entry.changeSet}
                  size="compact-sm"
                  {...(entry.act === 'created' ? { takesRecord: true, onUndone: leave } : {})}
                  {...(entry.load ? { label: t('web-registers:result.undo') } : {})}
                />
              )}
            </div>
          </>
        ),
      }))}
    />
  );
}

interface ChangesProps {
  readonly entry: HistoryEntry;
  readonly plan: RegisterPlan;
  readonly nameOf: NameOfCode;
}

/** A new record has many first values: they are folded away, because the page shows them. */
function Changes({ entry, plan, nameOf }: ChangesProps) {
  const { t } = useWords('web-registers');
  if (entry.changes.length === 0) return null;
  const table = <ChangeTable entry={entry} plan={plan} nameOf={nameOf} />;
  if (entry.act === 'changed' && entry.changes.length <= 6) return table;
  return (
    <details className={styles.folded}>
      <summary>{t('history.values', { count: entry.changes.length })}</summary>
      {table}
    </details>
  );
}

function ChangeTable({ entry, plan, nameOf }: ChangesProps) {
  const { say } = useWords('web-registers');
  const typeOf = (name: string) => plan.entity.fields.find((field) => field.name === name) ?? { dataType: 'string' };
  const shown = (name: string, value: unknown) => (
    <FieldValue field={typeOf(name)} value={value as Values[string]} nameOf={nameOf} />
  );
  return (
    <table className={styles.changes}>
      <tbody>
        {entry.changes.map(({ field, names, before, after }) => (
          <tr key={field}>
            <th scope="row">{say(names)}</th>
            <td dir="auto">
              {before !== null && before !== undefined && (
                <>
                  <del className={styles.was}>{shown(field, before)}</del>{' '}
                </>
              )}
              {after !== null && after !== undefined && <ins className={styles.became}>{shown(field, after)}</ins>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
