/** What was refused today, straight from the audit trail: the count leads to the entries. */
import { listEntries } from '../../src/platform/ledger/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { today } from '../ui/format.ts';
import { FactList } from '../ui/fact-list.tsx';
import { Panel } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Num } from '../ui/values.tsx';

export function Today() {
  const { t } = useWords();
  const from = today(new Date());
  const refused = useEndpoint(listEntries, { query: { allowed: false, from, limit: 500 } }, { every: 5000 });
  if (refused.error) return null;
  return (
    <Panel title={t('web:home.today')}>
      <FactList
        facts={[
          [
            <To key="refused" to={withView(paths.audit(), { allowed: 'false', from })}>
              {t('web:home.refusedToday')}
            </To>,
            <Num key="count" value={refused.data?.items.length} />,
          ],
        ]}
      />
    </Panel>
  );
}
