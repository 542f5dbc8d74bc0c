/** The source fields with what is decided about each; arrows choose, Enter accepts, S skips. */
import { IconArrowRight } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Mapping, SourceField } from '../../../src/dictionary/contract.ts';
import { fold } from '../../../src/platform/search/fold.ts';
import { useWords } from '../../i18n.ts';
import { Panel } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Num } from '../../ui/values.tsx';
import { State, type Tone } from '../../ui/verdict.tsx';
import { linesOf, stateOf, undecided, type FieldState } from './mapping-draft.ts';
import styles from './mappings.module.css';

const tones: Readonly<Record<FieldState, Tone>> = { mapped: 'good', outside: 'quiet', undecided: 'warn', wrong: 'bad' };

interface SourceListProps {
  readonly mapping: Mapping;
  readonly chosen: string;
  /** Places of lines that are wrong. */
  readonly wrong: ReadonlySet<number>;
  readonly isEditable: boolean;
  readonly onChoose: (source: string) => void;
  readonly onAccept: () => void;
  readonly onSkip: () => void;
}

export function SourceList(props: SourceListProps) {
  const { mapping, chosen, wrong, isEditable, onChoose } = props;
  const { t } = useWords('web-mapping');
  const id = useId();
  const [q, setQ] = useState('');
  const shown = mapping.fields.filter(({ name, label = '' }) => fold(`${name} ${label}`).includes(fold(q)));
  const at = shown.findIndex(({ name }) => name === chosen);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const option = list.current?.children[at];
    if (option instanceof HTMLElement) keepInView(list.current, option);
  }, [at]);
  return (
    <Panel title={t('source')} note={<Num value={undecided(mapping).length} />}>
      <SearchField label={t('search')} value={q} onChange={setQ} width="100%" />
      <ul
        ref={list}
        className={styles.sources}
        role="listbox"
        aria-label={t('source')}
        aria-describedby={isEditable ? `${id}-keys` : undefined}
        aria-activedescendant={at >= 0 ? `${id}-${String(at)}` : undefined}
        tabIndex={0}
        onKeyDown={(event) => press(event, shown, at, props)}
      >
        {shown.map((field, place) => (
          <Option
            key={field.name}
            id={`${id}-${String(place)}`}
            field={field}
            state={stateOf(mapping, field, wrong)}
            targets={linesOf(mapping, field.name).map(([, { to }]) => to)}
            isChosen={field.name === chosen}
            onChoose={() => onChoose(field.name)}
          />
        ))}
      </ul>
      {isEditable && (
        <p className={styles.hint} id={`${id}-keys`}>
          {t('keys')}
        </p>
      )}
    </Panel>
  );
}

/** Moves the list only, never the page. */
function keepInView(list: HTMLElement | null, option: HTMLElement): void {
  if (!list) return;
  const top = option.offsetTop - list.offsetTop;
  if (top < list.scrollTop) list.scrollTop = top;
  const bottom = top + option.offsetHeight;
  if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}

function press(event: KeyboardEvent, shown: readonly SourceField[], at: number, props: SourceListProps): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const go = (place: number) => {
    const field = shown[Math.max(0, Math.min(shown.length - 1, place))];
    if (field) props.onChoose(field.name);
  };
  const acts: Readonly<Record<string, () => void>> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(shown.length - 1),
    Enter: props.onAccept,
    s: props.onSkip,
  };
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function Arrow({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      <IconArrowRight size={13} aria-hidden className="flip-in-rtl inline-icon" /> <bdi>{names.join(', ')}</bdi>
    </>
  );
}

interface OptionProps {
  readonly id: string;
  readonly field: SourceField;
  readonly state: FieldState;
  readonly targets: readonly string[];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Option({ id, field, state, targets, isChosen, onChoose }: OptionProps) {
  const { t } = useWords('web-mapping');
  const words = { mapped: t('mapped'), outside: t('outside'), undecided: t('undecided'), wrong: t('lineWrong') };
  return (
    <li id={id} role="option" aria-selected={isChosen} className={styles.option} onClick={onChoose}>
      <span className={styles.optionName}>
        <bdi>{field.name}</bdi>
        {field.label && <small dir="auto">{field.label}</small>}
      </span>
      <State tone={tones[state]}>
        {targets.length > 0 && state === 'mapped' ? <Arrow names={targets} /> : words[state]}
      </State>
    </li>
  );
}
