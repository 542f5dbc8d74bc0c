/** The fields of the dictionary: searched in every language, with what fills each. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EntityPage, Mapping } from '../../../src/dictionary/contract.ts';
import { fold } from '../../../src/platform/search/fold.ts';
import { useWords } from '../../i18n.ts';
import { Panel } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Code, Num } from '../../ui/values.tsx';
import { State, Tag } from '../../ui/verdict.tsx';
import styles from './mappings.module.css';

export type TargetField = EntityPage['fields'][number];

interface TargetListProps {
  readonly mapping: Mapping;
  readonly fields: readonly TargetField[];
  /** Name of the chosen source field. */
  readonly chosen: string;
  readonly canMap: boolean;
  readonly onMap: (to: string) => void;
  readonly onChoose: (source: string) => void;
}

export function TargetList({ mapping, fields, chosen, canMap, onMap, onChoose }: TargetListProps) {
  const { t } = useWords('web-mapping');
  const [q, setQ] = useState('');
  const wanted = fold(q);
  const shown = fields.filter(({ name, element, names }) =>
    fold([name, element, ...Object.values(names)].join(' ')).includes(wanted),
  );
  const filled = new Map(mapping.lines.map(({ to, from }) => [to, from]));
  return (
    <Panel title={t('target')} note={<Num value={fields.length} />}>
      <SearchField label={t('search')} value={q} onChange={setQ} width="100%" />
      <ul className={styles.targets} tabIndex={0} aria-label={t('target')}>
        {shown.map((field) => {
          const from = filled.get(field.name);
          return (
            <li key={field.name} className={styles.target} data-here={from?.includes(chosen) ?? false}>
              <TargetName field={field} />
              {from ? (
                <From from={from} onChoose={onChoose} />
              ) : (
                canMap && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`${t('mapTo')} ${field.name}`}
                    onClick={() => onMap(field.name)}
                  >
                    {t('mapTo')}
                  </Button>
                )
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function TargetName({ field }: { readonly field: TargetField }) {
  const { t, say } = useWords('web-mapping');
  return (
    <span className={styles.optionName}>
      <span>
        {say(field.names)} {field.required && <Tag tone="warn">{t('must')}</Tag>}
      </span>
      <small>
        <Code soft>{field.name}</Code> {field.codeList ?? field.dataType}
      </small>
    </span>
  );
}

function From({ from, onChoose }: { readonly from: readonly string[]; readonly onChoose: (source: string) => void }) {
  const { t } = useWords('web-mapping');
  const [first] = from;
  if (first === undefined) return <State tone="good">{t('mapped')}</State>;
  return (
    <button type="button" className={styles.from} onClick={() => onChoose(first)}>
      <State tone="good">
        <bdi>{from.join(' + ')}</bdi>
      </State>
    </button>
  );
}
