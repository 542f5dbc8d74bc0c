/** What the two registers say of the same people, as far as the reader may see both. */
import { useMemo } from 'react';
import { listDisputed, type DisputePage as Answer } from '../../../src/registers/authority/disputes-contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useCodeNames } from '../../records/code-names.ts';
import { FieldValue } from '../../records/field-value.tsx';
import { useRegisterPlan } from '../../records/register-plan.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';

interface Differing {
  readonly holderRecord: string;
  readonly claimantRecord: string;
  readonly holder: string | null;
  readonly claimant: string | null;
}

export function DisputedRecords({ dispute }: { readonly dispute: Answer }) {
  const { t, say } = useWords('web-once');
  const query = useEndpoint(listDisputed, { params: { dispute: dispute.id }, query: { limit: 100 } });
  const plan = useRegisterPlan(dispute.holder.name);
  const field = plan.data?.entity.fields.find(({ element }) => element === dispute.element);
  const rows = query.data?.items;
  const nameOf = useCodeNames(
    useMemo(() => {
      const list = field?.codeList;
      if (list === undefined) return [];
      const codes = (rows ?? []).flatMap(({ holder, claimant }) => [holder, claimant]);
      return [...new Set(codes)].flatMap((code) => (code === null ? [] : [{ list, code }]));
    }, [field, rows]),
  );
  const columns = useMemo<readonly Column<Differing>[]>(() => {
    const side = (which: 'holder' | 'claimant'): Column<Differing> => ({
      id: which,
      head: say(dispute[which].names),
      width: 260,
      grow: which === 'holder',
      cell: (row) => (
        <To to={paths.record(dispute[which].name, row[`${which}Record`])}>
          {field ? <FieldValue field={field} value={row[which]} nameOf={nameOf} /> : row[which]}
        </To>
      ),
    });
    return [side('holder'), side('claimant')];
  }, [say, dispute, field, nameOf]);
  return (
    <Panel title={t('dispute.records')} flush>
      <DataTable
        id="once.disputed"
        label={t('dispute.records')}
        plain
        columns={columns}
        rows={rows ?? []}
        rowKey={({ holderRecord }) => holderRecord}
        loading={query.isPending}
        error={query.error}
        empty={t('dispute.recordsNone')}
      />
    </Panel>
  );
}
