/** One golden person: which records are this person, from where each value comes, how it came to be, and splitting off. */
import { useMemo } from 'react';
import { getGoldenPerson, type GoldenPerson, type GoldenValue } from '../../../src/registers/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useCodeNames, type NameOfCode } from '../../records/code-names.ts';
import { FieldValue } from '../../records/field-value.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useAddressPart } from '../../ui/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page, Panel, Split } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Soft } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { PersonHistory } from './person-history.tsx';
import { PersonMembers } from './person-members.tsx';

export function PersonPage() {
  useWords('web-once');
  const { t } = useWords('web-who');
  const id = useAddressPart('person');
  const query = useEndpoint(getGoldenPerson, { params: { person: id } });
  const person = query.data;
  return (
    <Page
      title={person?.members.find(({ label }) => label !== null)?.label ?? t('person.title')}
      crumbs={[
        { label: t('web-once:title'), to: paths.onceOnly() },
        { label: t('title'), to: paths.duplicates() },
      ]}
      mark={person && <Tag tone="info">{t('person.records', { count: person.members.length })}</Tag>}
      lead={t('person.lead')}
    >
      <Loaded query={query} shape="page">
        {(known) => (
          <>
            {known.mergedInto !== null && (
              <Notice
                tone="info"
                title={t('person.merged')}
                action={<To to={paths.goldenPerson(known.mergedInto)}>{t('person.openMerged')}</To>}
              />
            )}
            <PersonMembers person={known} />
            <Split side={<PersonHistory person={known} />}>
              <Values person={known} />
            </Split>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Values({ person }: { readonly person: GoldenPerson }) {
  const { t, say } = useWords('web-who');
  const { values } = person;
  const nameOf = useValueCodes(values);
  const columns = useMemo<readonly Column<GoldenValue>[]>(
    () => [
      { id: 'element', head: t('pair.field'), width: 200, wrap: true, cell: ({ names }) => say(names) },
      {
        id: 'value',
        head: t('person.value'),
        width: 200,
        grow: true,
        wrap: true,
        cell: (one) => <FieldValue field={one} value={one.value} nameOf={nameOf} />,
      },
      {
        id: 'source',
        head: t('person.source'),
        width: 230,
        wrap: true,
        cell: ({ register, registerNames, record, trusted }) => (
          <>
            <To to={paths.record(register, record)}>{say(registerNames)}</To>{' '}
            <Soft>{t(trusted ? 'person.trusted' : 'person.newest')}</Soft>
          </>
        ),
      },
      { id: 'since', head: t('person.since'), width: 120, cell: ({ since }) => <Day value={since} /> },
      {
        id: 'others',
        head: t('person.others'),
        width: 240,
        wrap: true,
        cell: (one) => <Others value={one} nameOf={nameOf} />,
      },
    ],
    [t, say, nameOf],
  );
  return (
    <Panel title={t('person.values')} flush>
      <DataTable
        id="who.values"
        label={t('person.values')}
        plain
        columns={columns}
        rows={values}
        rowKey={({ element }) => element}
        rowTone={({ others }) => (others.length > 0 ? 'warn' : undefined)}
      />
    </Panel>
  );
}

function Others({ value, nameOf }: { readonly value: GoldenValue; readonly nameOf: NameOfCode }) {
  const { t, say } = useWords('web-who');
  if (value.others.length === 0) return <Soft>{t('person.agreed')}</Soft>;
  return (
    <>
      {value.others.map(({ register, registerNames, record, value: said }) => (
        <div key={record}>
          <FieldValue field={value} value={said} nameOf={nameOf} />{' '}
          <To to={paths.record(register, record)}>{say(registerNames)}</To>
        </div>
      ))}
    </>
  );
}

function useValueCodes(values: readonly GoldenValue[]): NameOfCode {
  return useCodeNames(
    useMemo(
      () =>
        values.flatMap(({ codeList: list, value, others }) =>
          list === undefined
            ? []
            : [value, ...others.map((one) => one.value)].flatMap((code) =>
                typeof code === 'string' ? [{ list, code }] : [],
              ),
        ),
      [values],
    ),
  );
}
