/** Why two may be one person: the points of every comparison from the prior to the total, as a table whose bars are the chart. */
import type { DuplicateDetail, WaterfallView } from '../../../src/registers/contract.ts';
import { useWords } from '../../i18n.ts';
import { formatList, formatNumber } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/page.tsx';
import { Num, UserText } from '../../ui/values.tsx';
import { waterfallBars, type Bar } from './waterfall-bars.ts';
import { Chance } from './who-words.tsx';
import styles from './who.module.css';

const GUARDS = new Set(['twins', 'two-identifiers', 'shared-identifier', 'apart']);

export function PairWhy({ pair }: { readonly pair: DuplicateDetail }) {
  useWords('linkage');
  const { t } = useWords('web-who');
  const { waterfall, reason } = pair;
  if (!waterfall) {
    return (
      <Panel title={t('why.title')}>
        <p>{t('why.none')}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t('why.title')}>
      <p className={styles.quiet}>{t('why.lead')}</p>
      <Waterfall waterfall={waterfall} />
      <p className={styles.total}>
        {t('why.chance')}:{' '}
        <strong>
          <Chance pair={pair} />
        </strong>
      </p>
      <Withheld waterfall={waterfall} />
      {GUARDS.has(reason) && <Notice tone="warn">{t('why.guard', { reason: t(`linkage:reasons.${reason}`) })}</Notice>}
      <p className={styles.quiet}>{t('why.threshold', waterfall.thresholds)}</p>
    </Panel>
  );
}

function Withheld({ waterfall }: { readonly waterfall: WaterfallView }) {
  const { t, say, language } = useWords('web-who');
  if (waterfall.withheld.length === 0) return null;
  const fields = formatList(
    waterfall.withheld.map(({ field, names }) => (names ? say(names) : field)),
    language,
  );
  return <Notice tone="info">{t('why.withheld', { fields })}</Notice>;
}

const points = { decimals: 1, signed: true } as const;

function Waterfall({ waterfall }: { readonly waterfall: WaterfallView }) {
  const { t, say, language } = useWords('web-who');
  const { prior, rarity, total, steps, thresholds } = waterfall;
  const odds = formatNumber(Math.round(2 ** -prior + 1), language);
  const lines = [
    { id: 'prior', name: t('why.prior'), note: t('why.priorNote', { number: odds }), bits: prior },
    ...steps.map(({ field, names, level, bits, left, right }) => ({
      id: field,
      name: names ? say(names) : t('why.what'),
      note: t(`linkage:levels.${level}`),
      bits,
      said: [left, right] as const,
      silent: level === 'silent',
    })),
    ...(rarity ? [{ id: 'rarity', name: t('why.rarity'), note: '', bits: rarity }] : []),
  ].filter((line) => !('silent' in line && line.silent));
  const bars = waterfallBars(
    lines.map(({ bits }) => bits),
    [0, thresholds.match],
  );
  return (
    <div className={styles.scroller} role="group" aria-label={t('why.title')} tabIndex={0}>
      <table className={styles.why}>
        <caption className="visually-hidden">{t('why.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('why.what')}</th>
            <th scope="col" className={styles.points}>
              {t('why.points')}
            </th>
            <th scope="col" className={`${styles.points ?? ''} ${styles.sum ?? ''}`}>
              {t('why.sum')}
            </th>
            <th scope="col" className={styles.bars}>
              <span className="visually-hidden">{t('why.bar')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <tr key={line.id}>
              <th scope="row">
                {line.name}
                <small>
                  {line.note}
                  {'said' in line && line.said[0] !== null && line.said[0] !== line.said[1] && (
                    <>
                      : <UserText>{line.said[0]}</UserText> | <UserText>{line.said[1]}</UserText>
                    </>
                  )}
                </small>
              </th>
              <td className={styles.points}>
                <Num value={line.bits} {...points} />
              </td>
              <td className={`${styles.points ?? ''} ${styles.sum ?? ''}`}>
                <Num value={bars.sums[i]} decimals={1} />
              </td>
              <td className={styles.bars}>
                <Bars bar={bars.bars[i]} lines={bars.lines} />
              </td>
            </tr>
          ))}
        </tbody>
        {total !== null && (
          <tfoot>
            <tr>
              <th scope="row">{t('why.total')}</th>
              <td className={styles.points}>
                <Num value={total} {...points} />
              </td>
              <td className={styles.sum} />
              <td className={styles.bars}>
                <Bars bar={bars.total} lines={bars.lines} />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** One step of the fall; what it says stands in figures beside it. */
function Bars({ bar, lines }: { readonly bar: Bar | undefined; readonly lines: readonly number[] }) {
  if (!bar) return null;
  return (
    <svg className={`${styles.bar ?? ''} flip-in-rtl`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
      {lines.map((at, i) => (
        <line key={at} x1={at} x2={at} y1={0} y2={10} data-line={i === 0 ? 'zero' : 'match'} />
      ))}
      <rect x={bar.from} width={bar.width} y={2} height={6} data-sign={bar.sign} />
    </svg>
  );
}
