/** The values in the groups of the dictionary, with the source that answers for each; empty ones wait to be asked for. */
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FieldRow } from '../../src/dictionary/contract.ts';
import type { RecordView } from '../../src/records/contract.ts';
import { listCorrections, type Correction } from '../../src/registers/contract.ts';
import { useEndpoint } from '../api.ts';
import { useRegisterName } from '../dictionary/words.tsx';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FieldGrid, FieldRow as Line, KnownValue } from '../ui/form.tsx';
import { Panel, Row } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { useCodeNames, type NameOfCode } from './code-names.ts';
import { CorrectionLine } from './correction-line.tsx';
import { codesIn, FieldValue } from './field-value.tsx';
import { ProposeCorrection } from './propose-correction.tsx';
import type { RegisterPlan } from './register-plan.ts';
import { WithheldFieldsNotice } from './withheld-notice.tsx';
import { InUnits, useUnitsToday, type UnitsOf } from './units.tsx';

interface RecordValuesProps {
  readonly register: string;
  readonly plan: RegisterPlan;
  readonly view: RecordView;
  /** Whether differences from the source may be settled here: not in the past. */
  readonly settles: boolean;
  /** `today`: former codes in today's units. */
  readonly units?: string;
}

const MOST = 200;
const isGiven = (value: unknown) => value !== null && value !== undefined;

export function RecordValues({ register, plan, view, settles, units = '' }: RecordValuesProps) {
  const { t, say } = useWords('web-registers');
  const [all, setAll] = useState(false);
  const { groups } = plan.entity;
  const kept = new Map(view.withheldFields?.map(({ field, shown }) => [field, shown]));
  // Of one record, what is whole of some rows is here whole or in part: it stands as it came.
  const fields = plan.entity.fields.filter(({ name }) => kept.get(name) !== 'absent');
  const codes = useMemo(() => codesIn(fields, [view]), [fields, view]);
  const nameOf = useCodeNames(codes);
  const unitsOf = useUnitsToday(register, units, codes);
  const { allowed } = view;
  const corrections = useEndpoint(
    listCorrections,
    { query: { register, record: view.record, limit: MOST } },
    { when: settles && allowed?.['registers.listCorrections'].allowed === true },
  );
  const open = (corrections.data?.items ?? []).filter(({ closedAt }) => closedAt === null);
  const shown = fields.filter(({ name }) => all || isGiven(view.values[name]));
  const empty = fields.filter(({ name }) => !isGiven(view.values[name])).length;
  const parts = [
    ...groups.map(({ code, names }) => ({
      code,
      title: say(names),
      fields: shown.filter(({ group }) => group === code),
    })),
    { code: '', title: t('record.values'), fields: shown.filter(({ group }) => group === undefined) },
  ].filter((part) => part.fields.length > 0);
  return (
    <>
      <WithheldFieldsNotice register={register} fields={view.withheldFields} />
      {parts.map((part) => (
        <Panel key={part.code} title={part.title}>
          <FieldGrid>
            {part.fields.map((field) => (
              <ValueLine
                key={field.name}
                register={register}
                field={field}
                view={view}
                nameOf={nameOf}
                unitsOf={unitsOf}
                corrections={open.filter((one) => one.field === field.name)}
                proposes={settles && allowed?.['registers.proposeCorrection'].allowed === true}
                edits={allowed?.['records.editRecord'].allowed === true}
              />
            ))}
          </FieldGrid>
        </Panel>
      ))}
      {empty > 0 && (
        <Row>
          <Button variant="subtle" onClick={() => setAll(!all)}>
            {t(all ? 'record.hideEmpty' : 'record.showEmpty', { count: empty })}
          </Button>
        </Row>
      )}
    </>
  );
}

interface ValueLineProps {
  readonly register: string;
  readonly field: FieldRow;
  readonly view: RecordView;
  readonly nameOf: NameOfCode;
  readonly unitsOf: UnitsOf;
  readonly corrections: readonly Correction[];
  readonly proposes: boolean;
  readonly edits: boolean;
}

function ValueLine({ proposes, edits, ...props }: ValueLineProps) {
  const { say } = useWords();
  const { register, field, view, corrections } = props;
  // What one keeps is edited; what is kept elsewhere, here or at the source, is proposed. One question at a time.
  const elsewhere = field.authority !== undefined && field.authority !== register;
  if (!proposes || (edits && !elsewhere) || corrections.length > 0) return <Value {...props} />;
  return (
    <ProposeCorrection register={register} record={view.record} field={{ name: field.name, label: say(field.names) }}>
      {(open) => <Value {...props} onWrong={open} />}
    </ProposeCorrection>
  );
}

type ValueProps = Omit<ValueLineProps, 'proposes' | 'edits'> & { readonly onWrong?: () => void };

function Value({ register, field, view, nameOf, unitsOf, corrections, onWrong }: ValueProps) {
  const { say, t } = useWords('web-once');
  const nameOfRegister = useRegisterName();
  const { authority } = field;
  const source = authority && authority !== register ? { register: nameOfRegister(authority) } : undefined;
  const value = view.values[field.name];
  const moved = field.codeList && typeof value === 'string' ? unitsOf(field.codeList, value) : undefined;
  return (
    <Line label={say(field.names)} source={source} onWrong={onWrong}>
      <KnownValue>
        <span dir="auto">
          {moved ? (
            <InUnits found={moved} full />
          ) : field.codeList && value ? (
            <To to={paths.codeList(field.codeList)} plain>
              <FieldValue field={field} value={value} nameOf={nameOf} home={view.body} />
            </To>
          ) : (
            <FieldValue field={field} value={value} nameOf={nameOf} home={view.body} />
          )}
        </span>
      </KnownValue>
      {corrections.map((one) =>
        one.origin === 'comparison' ? (
          <CorrectionLine key={one.id} correction={one} field={field} />
        ) : (
          <To key={one.id} to={paths.correction(one.id)}>
            {t('corr.title')}
          </To>
        ),
      )}
    </Line>
  );
}
