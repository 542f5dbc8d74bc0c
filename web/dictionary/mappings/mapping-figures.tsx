/** How far the mapping has come, as it stands on the page, and what the next level of the stored one needs. */
import type { MappingTrial, MappingView } from '../../../src/dictionary/contract.ts';
import { useWords } from '../../i18n.ts';
import { StatCard } from '../../ui/cards.tsx';
import { Cards } from '../../ui/page.tsx';
import { Num } from '../../ui/values.tsx';
import { Share } from './mapping-words.tsx';
import styles from './mappings.module.css';

const HIGHEST = 5;

interface FiguresProps {
  readonly view: MappingView;
  readonly coverage: MappingTrial['coverage'];
}

export function MappingFigures({ view, coverage }: FiguresProps) {
  const { t } = useWords('web-mapping');
  const { required, optional, source, missingRequired } = coverage;
  const of = source.mapped + source.outside + source.open;
  return (
    <Cards min={180}>
      <StatCard
        label={t('requiredMapped')}
        value={<Share {...required} />}
        tone={required.mapped === required.of ? 'good' : 'warn'}
        note={missingRequired.length > 0 && <bdi dir="ltr">{missingRequired.join(', ')}</bdi>}
      />
      <StatCard label={t('optionalMapped')} value={<Share {...optional} />} />
      <StatCard
        label={t('sourceDecided')}
        value={<Share mapped={of - source.open} of={of} />}
        tone={source.open === 0 ? 'good' : 'warn'}
        note={`${t('outside')}: ${String(source.outside)}`}
      />
      <StatCard label={t('touches')} value={view.records === null ? t('notKnown') : <Num value={view.records} />} />
      <StatCard
        label={view.maturity.level < HIGHEST ? t('nextNeeds') : t('levelNow')}
        value={<Num value={Math.min(HIGHEST, view.maturity.level + (view.maturity.level < HIGHEST ? 1 : 0))} />}
        note={
          view.maturity.missing.length === 0 ? (
            t(view.maturity.level < HIGHEST ? 'nothingMissing' : 'highest')
          ) : (
            <ul className={styles.plain}>
              {view.maturity.missing.map(({ key, words }) => (
                <li key={key}>{words}</li>
              ))}
            </ul>
          )
        }
      />
    </Cards>
  );
}
