/** Two people changed the same record: side by side, and a person says which holds, field by field. */
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FormModel } from '../../src/dictionary/contract.ts';
import { useWords } from '../i18n.ts';
import { FormEnd } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/page.tsx';
import { useCodeNames } from './code-names.ts';
import { valueInWords } from './field-value.tsx';
import { conflictsOf, fieldsOf, type Conflict, type Draft, type FormField } from './record-draft.ts';
import { typeOf } from './record-form.tsx';
import styles from './records.module.css';

interface ConflictPanelProps {
  readonly form: FormModel;
  readonly before: Draft;
  readonly now: Draft;
  readonly mine: Draft;
  readonly onSettled: (draft: Draft) => void;
}

type Side = 'now' | 'mine';

export function ConflictPanel({ form, before, now, mine, onSettled }: ConflictPanelProps) {
  const { t } = useWords('web-registers');
  const conflicts = conflictsOf(form, before, now, mine);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map());
  const open = conflicts.filter((one) => one.open && !chosen.has(one.field)).length;
  const sideOf = (one: Conflict): Side => chosen.get(one.field) ?? (one.mine !== one.before ? 'mine' : 'now');
  const settle = () =>
    onSettled({
      ...now,
      ...Object.fromEntries(conflicts.map((one) => [one.field, sideOf(one) === 'mine' ? one.mine : one.now])),
    });
  const labels = new Map(fieldsOf(form).map((field) => [field.name, field]));
  return (
    <>
      <Notice tone="warn" live title={t('conflict.title')}>
        {t('conflict.words')}
      </Notice>
      <Panel>
        <div className={styles.scroll} role="group" aria-label={t('conflict.title')} tabIndex={0}>
          <table className={styles.conflict}>
            <thead>
              <tr>
                <th scope="col">{t('conflict.field')}</th>
                <th scope="col">{t('conflict.before')}</th>
                <th scope="col">{t('conflict.now')}</th>
                <th scope="col">{t('conflict.mine')}</th>
              </tr>
            </thead>
            <tbody>
              {conflicts.map((one) => (
                <ConflictRow
                  key={one.field}
                  conflict={one}
                  field={labels.get(one.field)}
                  side={one.open ? chosen.get(one.field) : sideOf(one)}
                  onChoose={(side) => setChosen((last) => new Map([...last, [one.field, side]]))}
                />
              ))}
            </tbody>
          </table>
        </div>
        <FormEnd>
          <Button mt="md" disabled={open > 0} onClick={settle}>
            {open > 0 ? t('conflict.chooseFirst', { count: open }) : t('conflict.goOn')}
          </Button>
        </FormEnd>
      </Panel>
    </>
  );
}

interface ConflictRowProps {
  readonly conflict: Conflict;
  readonly field: FormField | undefined;
  readonly side: Side | undefined;
  readonly onChoose: (side: Side) => void;
}

function ConflictRow({ conflict, field, side, onChoose }: ConflictRowProps) {
  const words = useWords('web-registers');
  const { before, now, mine } = conflict;
  const list = field?.codeList;
  const nameOf = useCodeNames(
    useMemo(
      () => (list ? [before, now, mine].filter(Boolean).map((code) => ({ list, code })) : []),
      [list, before, now, mine],
    ),
  );
  const said = (value: string) =>
    field ? valueInWords({ field: { dataType: typeOf(field), codeList: list }, value, nameOf }, words) : value;
  const choice = (which: Side, value: string) => (
    <td dir="auto">
      <label className={styles.choice}>
        <input type="radio" name={conflict.field} checked={side === which} onChange={() => onChoose(which)} />
        <span>{said(value)}</span>
      </label>
    </td>
  );
  return (
    <tr>
      <th scope="row">{field?.label ?? conflict.field}</th>
      <td dir="auto">{said(before)}</td>
      {choice('now', now)}
      {choice('mine', mine)}
    </tr>
  );
}
