/** Both records field by field: how like they are is said by a word and an icon, and the letters that differ are marked. */
import { Checkbox } from '@mantine/core';
import { IconEqual, IconEqualNot, IconEyeOff, IconMinus, type TablerIcon } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { DuplicateDetail, GoldenRecordRef, SideBySide } from '../../../src/registers/contract.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useCodeNames, type NameOfCode } from '../../records/code-names.ts';
import { FieldValue } from '../../records/field-value.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Soft, UserText } from '../../ui/values.tsx';
import type { Tone } from '../../ui/verdict.tsx';
import { diffWords, type Piece } from '../../ui/word-diff.ts';
import styles from './who.module.css';
import { formatList } from '../../ui/format.ts';

type Likeness = SideBySide['likeness'];
const marks: Readonly<Record<Likeness, readonly [TablerIcon | undefined, Tone]>> = {
  equal: [IconEqual, 'good'],
  similar: [undefined, 'warn'],
  different: [IconEqualNot, 'bad'],
  missing: [IconMinus, 'quiet'],
  hidden: [IconEyeOff, 'quiet'],
};

export function PairFields({ pair }: { readonly pair: DuplicateDetail }) {
  const { t, say, language } = useWords('web-who');
  const [onlyDiffering, setOnly] = useState(false);
  const { fields } = pair;
  const nameOf = usePairCodes(fields);
  const isNowhere = ({ hidden }: SideBySide) => hidden.left && hidden.right;
  const shown = fields.filter((one) => !isNowhere(one) && (!onlyDiffering || one.likeness !== 'equal'));
  const nowhere = fields.filter(isNowhere);
  const count = (likeness: Likeness) => fields.filter((one) => one.likeness === likeness).length;
  const kinds = ['equal', 'similar', 'different', 'missing'] as const;
  return (
    <Panel
      title={t('pair.sides')}
      note={t('pair.differing', Object.fromEntries(kinds.map((kind) => [kind, count(kind)])))}
      actions={
        <Checkbox
          size="xs"
          label={t('pair.onlyDifferences')}
          checked={onlyDiffering}
          onChange={(event) => setOnly(event.currentTarget.checked)}
        />
      }
    >
      <div className={styles.heads}>
        <Head title={t('pair.left')} record={pair.left} changedAt={pair.changedAt.left} person={pair.people.left} />
        <Head title={t('pair.right')} record={pair.right} changedAt={pair.changedAt.right} person={pair.people.right} />
      </div>
      <div className={styles.scroller} role="group" aria-label={t('pair.sides')} tabIndex={0}>
        <table className={styles.sides}>
          <caption className="visually-hidden">{t('pair.sides')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('pair.field')}</th>
              <th scope="col">{t('pair.left')}</th>
              <th scope="col">{t('pair.right')}</th>
              <th scope="col">{t('pair.likeness')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <FieldLine key={field.element} field={field} nameOf={nameOf} />
            ))}
          </tbody>
        </table>
      </div>
      {nowhere.length > 0 && (
        <p className={styles.quiet}>
          {t('pair.alsoHidden', {
            fields: formatList(
              nowhere.map(({ names }) => say(names)),
              language,
            ),
          })}
        </p>
      )}
    </Panel>
  );
}

function usePairCodes(fields: readonly SideBySide[]): NameOfCode {
  return useCodeNames(
    useMemo(
      () =>
        fields.flatMap(({ codeList: list, left, right }) =>
          list === undefined ? [] : [left, right].flatMap((code) => (typeof code === 'string' ? [{ list, code }] : [])),
        ),
      [fields],
    ),
  );
}

interface HeadProps {
  readonly title: string;
  readonly record: GoldenRecordRef;
  readonly changedAt: string;
  readonly person: string | null;
}

function Head({ title, record, changedAt, person }: HeadProps) {
  const { t, say } = useWords('web-who');
  return (
    <section className={styles.head} aria-label={title}>
      <h3>
        <UserText>{record.label ?? t('unnamed')}</UserText>
      </h3>
      <FactList
        facts={[
          [
            t('pair.register'),
            <To key="record" to={paths.record(record.register, record.record)}>
              {say(record.registerNames)}
            </To>,
          ],
          [
            t('pair.body'),
            <To key="body" to={paths.body(record.body.code)}>
              {say(record.body.names)}
            </To>,
          ],
          [t('pair.changed'), <Day key="day" value={changedAt} />],
          [
            t('pair.person'),
            person && (
              <To key="person" to={paths.goldenPerson(person)}>
                {t('pair.openPerson')}
              </To>
            ),
          ],
        ]}
      />
    </section>
  );
}

function FieldLine({ field, nameOf }: { readonly field: SideBySide; readonly nameOf: NameOfCode }) {
  const { t, say } = useWords('web-who');
  const { left, right, hidden, likeness, dataType } = field;
  const [Icon, tone] = marks[likeness];
  const isText = typeof left === 'string' && typeof right === 'string' && /^(string|text|identifier)$/.test(dataType);
  const pieces = isText && field.differs ? diffWords(left, right) : undefined;
  const value = (side: 'left' | 'right'): ReactNode => {
    if (hidden[side]) return <Soft>{t('pair.hidden')}</Soft>;
    if (pieces)
      return (
        <bdi dir={dataType === 'identifier' ? 'ltr' : 'auto'}>
          <Marked pieces={pieces[side === 'left' ? 0 : 1]} />
        </bdi>
      );
    return (
      <span dir="auto">
        <FieldValue field={field} value={field[side]} nameOf={nameOf} />
      </span>
    );
  };
  return (
    <tr data-tone={tone} data-likeness={likeness}>
      <th scope="row">{say(field.names)}</th>
      <td>{value('left')}</td>
      <td>{value('right')}</td>
      <td className={styles.likeness}>
        {Icon ? <Icon size={16} stroke={2} aria-hidden /> : <span aria-hidden>≈</span>} {t(`likeness.${likeness}`)}
      </td>
    </tr>
  );
}

/** Neither of the two is the former: what differs is marked alike on both sides. */
function Marked({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <>{pieces.map(({ text, differs }, i) => (differs && text.trim() !== '' ? <mark key={i}>{text}</mark> : text))}</>
  );
}
