/** Ctrl K: go anywhere, find anything, with or without tone marks. A list box that the arrow keys walk. */
import { Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { useWords } from '../i18n.ts';
import { addressParts } from '../ui/to.tsx';
import { useSettled } from '../ui/hooks.ts';
import type { MenuItem } from './menu.ts';
import { useHits, type Hit } from './palette-hits.ts';
import styles from './palette.module.css';

interface PaletteProps {
  readonly menu: readonly MenuItem[];
  readonly onClose: () => void;
}

export default function Palette({ menu, onClose }: PaletteProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { groups, busy } = useHits(text, useSettled(text.trim(), 120), menu);
  const hits = groups.flatMap((group) => group.hits);
  const active = Math.min(at, hits.length - 1);
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate(addressParts(hit.to));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      const next = (active + step + hits.length) % hits.length;
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(hits[active]);
    }
  };
  return (
    <Modal.Root opened onClose={onClose} padding={0} size={640} yOffset="9vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('web:search.hint')}>
        <div className={styles.field}>
          <IconSearch size={20} aria-hidden />
          <input
            className={styles.input}
            data-autofocus
            role="combobox"
            dir="auto"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={hits.length > 0 ? `${id}-${active}` : undefined}
            aria-label={t('web:search.hint')}
            placeholder={t('web:search.hint')}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          {busy && <span className={styles.busy}>{t('web:state.loading')}</span>}
        </div>
        <div
          className={styles.list}
          id={`${id}-list`}
          role="listbox"
          aria-label={t('web:search.results')}
          tabIndex={-1}
        >
          {groups.map((group) => (
            <div key={group.id} role="group" aria-label={group.label}>
              <div className={styles.group} aria-hidden>
                {group.label}
              </div>
              {group.hits.map((hit) => (
                <HitLine
                  key={hit.id}
                  hit={hit}
                  id={`${id}-${hits.indexOf(hit)}`}
                  active={hits.indexOf(hit) === active}
                  onPick={() => go(hit)}
                />
              ))}
            </div>
          ))}
        </div>
        {hits.length === 0 && !busy && (
          <p className={styles.nothing} role="status">
            {t('web:search.nothing')}
          </p>
        )}
        <p className={styles.foot}>{t('web:search.foot')}</p>
      </Modal.Content>
    </Modal.Root>
  );
}

interface HitLineProps {
  readonly hit: Hit;
  readonly id: string;
  readonly active: boolean;
  readonly onPick: () => void;
}

function HitLine({ hit, id, active, onPick }: HitLineProps) {
  return (
    <div className={styles.hit} id={id} role="option" aria-selected={active} onClick={onPick}>
      <hit.icon size={18} stroke={1.7} aria-hidden />
      <span className={styles.words}>
        <span className={styles.label} dir="auto">
          {hit.label}
        </span>
        {hit.note && (
          <span className={styles.note} dir="auto">
            {hit.note}
          </span>
        )}
      </span>
      {hit.code && <bdi className={styles.code}>{hit.code}</bdi>}
    </div>
  );
}
