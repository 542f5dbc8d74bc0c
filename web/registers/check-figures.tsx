/** The figures of a check, each with the rows behind it. */
import type { ReactNode } from 'react';
import type { LoadView } from '../../src/records/contract.ts';
import { useRegisterName } from '../dictionary/words.tsx';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { formatNumber } from '../ui/format.ts';
import { Cards } from '../ui/page.tsx';
import { Num } from '../ui/values.tsx';
import { declaredOf, formerCodes } from './declared.ts';
import type { Severity } from './findings-table.tsx';

export function CheckFigures({ load }: { readonly load: LoadView }) {
  const { t, language } = useWords('web-registers');
  const { counts } = load;
  const number = (value: number) => formatNumber(value, language);
  const shows = (severity: Severity, kind?: string) =>
    withView(paths.loadResult(load.register, load.load), { show: severity, kind });
  return (
    <Cards min={180}>
      <StatCard
        label={t('figure.ready')}
        value={<Num value={counts.ready} />}
        tone="good"
        note={t('figure.readyNote', {
          new: number(counts.new),
          changed: number(counts.changed),
          unchanged: number(counts.unchanged),
        })}
      />
      <StatCard
        label={t('figure.wrong')}
        value={<Num value={counts.wrong} />}
        tone={counts.wrong > 0 ? 'bad' : 'quiet'}
        note={<Kinds findings={load.findings} />}
        to={counts.wrong > 0 ? shows('error') : undefined}
      />
      <Compared load={load} shows={shows} />
    </Cards>
  );
}

/** "9 wrong form, 4 no such day, 3 double in the file". */
function Kinds({ findings }: { readonly findings: Readonly<Record<string, number>> }): ReactNode {
  const { t, language } = useWords('records');
  const kinds = Object.entries(findings).sort((a, b) => b[1] - a[1]);
  if (kinds.length === 0) return t('web-registers:figure.noneWrong');
  return kinds
    .map(([kind, rows]) => `${formatNumber(rows, language)} ${t(`records:kinds.${kind}`, { defaultValue: kind })}`)
    .join(', ');
}

interface ComparedProps {
  readonly load: LoadView;
  readonly shows: (severity: Severity, kind?: string) => string;
}

function Compared({ load, shows }: ComparedProps) {
  const { t, language } = useWords('web-registers');
  const nameOf = useRegisterName();
  const declared = declaredOf(load);
  const former = formerCodes(load);
  const number = (value: number) => formatNumber(value, language);
  return (
    <>
      {declared && (
        <StatCard
          label={t('figure.differs', { source: nameOf(declared.authority) })}
          value={<Num value={declared.differs} />}
          tone={declared.differs > 0 ? 'warn' : 'quiet'}
          note={t('figure.differsNote')}
          to={declared.differs > 0 ? shows('warning', 'differs') : undefined}
        />
      )}
      {(former.exact > 0 || former.settled > 0) && (
        <StatCard
          label={t('figure.former')}
          value={<Num value={former.exact + former.settled} />}
          tone="info"
          note={t('figure.formerNote', { exact: number(former.exact), settled: number(former.settled) })}
          to={shows('note')}
        />
      )}
      {declared && declared.noKey > 0 && (
        <StatCard
          label={t('figure.noKey')}
          value={<Num value={declared.noKey} />}
          tone="quiet"
          note={t('figure.noKeyNote')}
        />
      )}
    </>
  );
}
