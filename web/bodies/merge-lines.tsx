/** What a merge touches, kind by kind: how many, what becomes of it, and each by name when it is opened. */
import type { Left, Line, Obstacle } from '../../src/bodies/contract.ts';
import { useWords } from '../i18n.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Num, Soft } from '../ui/values.tsx';
import { Tag, Verdict, type Tone } from '../ui/verdict.tsx';
import styles from './merge.module.css';

const MOST = 200;

export function MergeLines({ lines, title }: { readonly lines: readonly Line[]; readonly title: string }) {
  const { t } = useWords('bodies');
  return (
    <Panel title={title}>
      <div className={styles.lines}>
        {lines.map((line) => (
          <OneLine key={line.kind} line={line} />
        ))}
        {lines.length === 0 && <p>{t('merge.page.nothing')}</p>}
      </div>
    </Panel>
  );
}

function OneLine({ line }: { readonly line: Line }) {
  const { t } = useWords('bodies');
  const effects = Object.entries(line.effects).map(([effect, n]) => ({ effect, n }));
  return (
    <details className={styles.line} data-testid={`merge-${line.kind}`}>
      <summary className={styles.summary}>
        <span className={styles.kind}>{t(`merge.kinds.${line.kind}`)}</span>
        <strong className={styles.count}>
          <Num value={line.count} />
        </strong>
        <span className={styles.effects}>
          {effects.map(({ effect, n }) => (
            <Tag key={effect}>
              {t(`merge.effects.${effect}`)} <Num value={n} />
            </Tag>
          ))}
        </span>
      </summary>
      {effects.map(({ effect }) => (
        <p key={effect} className={styles.help}>
          {t(`merge.effects.${effect}`)}: {t(`merge.effectHelp.${effect}`)}
        </p>
      ))}
      <ul className={styles.items}>
        {line.items.slice(0, MOST).map((item, i) => (
          <OneItem key={`${item.code}-${String(i)}`} item={item} many={effects.length > 1} />
        ))}
      </ul>
      {line.items.length > MOST && <Soft>{t('merge.page.more', { count: line.items.length - MOST })}</Soft>}
    </details>
  );
}

type Say = (texts: Readonly<Record<string, string>>) => string;
const isTexts = (value: unknown): value is Record<string, string> => typeof value === 'object' && value !== null;
const inWords = (values: Readonly<Record<string, unknown>>, say: Say) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isTexts(value) ? say(value) : value]));

const stateTones: Readonly<Record<string, Tone>> = { back: 'good', left: 'warn' };

function OneItem({ item, many }: { readonly item: Line['items'][number]; readonly many: boolean }) {
  const { t, say } = useWords('bodies');
  useWords('registers');
  useWords('quality');
  useWords('dictionary');
  const label = item.names
    ? say(item.names)
    : item.word
      ? t(item.word, { defaultValue: item.code, ...inWords(item.values, say) })
      : item.code;
  const tone = stateTones[item.state];
  return (
    <li className={styles.item}>
      <span className={styles.name}>
        {item.link ? <To to={item.link}>{label}</To> : <span dir="auto">{label}</span>}
      </span>
      {label !== item.code && (
        <Soft>
          <bdi>{item.code}</bdi>
        </Soft>
      )}
      {item.count > 1 && <Num value={item.count} />}
      {many && <Tag>{t(`merge.effects.${item.effect}`)}</Tag>}
      {tone && <Verdict tone={tone}>{t(`merge.states.${item.state}`)}</Verdict>}
    </li>
  );
}

export function Obstacles({ obstacles }: { readonly obstacles: readonly Obstacle[] }) {
  const { t } = useWords('bodies');
  if (obstacles.length === 0) return null;
  return (
    <Stack gap="tight">
      {obstacles.map(({ rule, severity, message, remedy, link }, i) => (
        <Notice
          key={`${rule}-${String(i)}`}
          tone={severity === 'block' ? 'bad' : 'warn'}
          title={message}
          action={link && <To to={link}>{t('merge.page.open')}</To>}
        >
          {remedy}
        </Notice>
      ))}
    </Stack>
  );
}

/** What stays at the other body when the merge is undone. */
export function LeftThere({ left }: { readonly left: readonly Left[] }) {
  const { t, say } = useWords('bodies');
  return (
    <ul className={styles.items}>
      {left.map(({ kind, code, names, word, count, why }, i) => (
        <li key={`${kind}-${code}-${String(i)}`} className={styles.item}>
          <span className={styles.name}>
            {t(`merge.kinds.${kind}`)}: {names ? say(names) : code}
          </span>
          {word && <Soft>{t(word, { defaultValue: '' })}</Soft>}
          {count > 1 && <Num value={count} />}
          <Tag>{t(`merge.why.${why}`)}</Tag>
        </li>
      ))}
    </ul>
  );
}
