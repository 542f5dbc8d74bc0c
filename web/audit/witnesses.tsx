/** Who outside of this node can testify to its audit trail: last witnessed when, by whom; forks; the boot fence. */
import { readWitnesses } from '../../src/exchange/evidence/evidence-contract.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { useEndpoint } from '../api.ts';
import { useExchangeWords } from '../exchange/exchange-words.tsx';
import { RecoveryPanel } from '../exchange/recovery-panel.tsx';
import { WitnessList } from '../exchange/witness-list.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { formatNumber } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { Code, Moment, Num } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';

type Witnessed = Answer<typeof readWitnesses>;

export function Witnesses() {
  const { t } = useExchangeWords();
  const query = useEndpoint(readWitnesses, {}, { every: 30_000 });
  return (
    <Loaded query={query}>
      {(page) => (
        <Stack>
          <FenceNotice page={page} />
          <RecoveryPanel />
          {page.forks.length > 0 && (
            <Notice tone="bad" title={t('witness.forks', { count: page.forks.length })}>
              {t('witness.forksNote')}
            </Notice>
          )}
          <Panel title={t('witness.title')} note={<LastWitnessed page={page} />}>
            {page.logs.length === 0 && <p>{t('witness.alone')}</p>}
            {page.logs.map(({ origin, witnesses }) => (
              <div key={origin}>
                <Code soft>{origin}</Code>
                <WitnessList words={witnesses} empty={t('evidence.nobody')} />
              </div>
            ))}
            {page.witnessed.length > 0 && (
              <FactList
                facts={page.witnessed.map(({ origin, size, cosignedAt }) => [
                  <Code key={origin} soft>
                    {origin}
                  </Code>,
                  <span key="s">
                    {t('witness.weSaw')} <Num value={size} /> · <Moment value={cosignedAt} />
                  </span>,
                ])}
              />
            )}
          </Panel>
        </Stack>
      )}
    </Loaded>
  );
}

const MINUTE_MS = 60_000;

function unitOf(minutes: number): readonly ['minute' | 'hour' | 'day', number] {
  if (minutes < 60) return ['minute', minutes];
  const hours = Math.round(minutes / 60);
  return hours < 48 ? ['hour', hours] : ['day', Math.round(hours / 24)];
}

/** "Last witnessed 3 minutes ago": in words of the reader's language, whatever the unit. */
function LastWitnessed({ page }: { readonly page: Witnessed }) {
  const { t, language } = useExchangeWords();
  if (page.lastWitnessed === null) return <>{t('witness.never')}</>;
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(page.lastWitnessed)) / MINUTE_MS));
  const [unit, n] = unitOf(minutes);
  const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-n, unit);
  return (
    <State tone={page.inTime ? 'good' : 'bad'}>
      {t('witness.last', { ago })}
      {!page.inTime && ` · ${t('witness.late', { hours: formatNumber(page.withinHours, language) })}`}
    </State>
  );
}

function FenceNotice({ page: { fence } }: { readonly page: Witnessed }) {
  const { t, language } = useExchangeWords();
  if (fence.state === 'open') return null;
  if (fence.missing === null) return <Notice tone="warn">{t('witness.unconfirmed')}</Notice>;
  const { from, to, epoch, witness } = fence.missing;
  const words = { from: formatNumber(from, language), to: formatNumber(to, language), epoch, witness };
  return (
    <Notice tone="bad" title={t('witness.fenced')}>
      {t('witness.fencedNote', words)} <Code>artery node recover</Code>
    </Notice>
  );
}
