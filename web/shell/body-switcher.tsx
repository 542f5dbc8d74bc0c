/** Where I act; and from here to any other body, by name or by those looked at lately. */
import { Popover, TextInput } from '@mantine/core';
import { IconBuildingCommunity, IconSearch, IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import { useKept, useSettled } from '../ui/hooks.ts';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import styles from './top-bar.module.css';

export interface SeenBody {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
}

/** Bodies looked at lately, newest first, at most six. */
export function useSeenBodies(): [readonly SeenBody[], (body: SeenBody) => void] {
  const [seen, keep] = useKept<readonly SeenBody[]>('bodies.seen', []);
  const add = (body: SeenBody) => keep([body, ...seen.filter(({ code }) => code !== body.code)].slice(0, 6));
  return [seen, add];
}

export function BodySwitcher() {
  const { t, say } = useWords();
  const { me } = useSession();
  const [open, setOpen] = useState(false);
  if (!me?.body) return null;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" width={340} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={`${styles.chooser} ${styles.body}`}
          aria-label={`${t('web:body.actingFor')}: ${say(me.body.name)}`}
          onClick={() => setOpen(!open)}
        >
          <IconBuildingCommunity size={17} aria-hidden />
          <span>{say(me.body.name)}</span>
          <IconSelector size={15} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Choice own={{ code: me.body.code, names: me.body.name }} onGo={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choice({ own, onGo }: { readonly own: SeenBody; readonly onGo: () => void }) {
  const { t, say } = useWords();
  const [text, setText] = useState('');
  const [seen] = useSeenBodies();
  const asked = useSettled(text.trim());
  const found = useEndpoint(listBodies, { query: { text: asked, limit: 8 } }, { when: asked !== '', keep: true });
  const lately = [own, ...seen.filter(({ code }) => code !== own.code)];
  const shown = asked === '' ? lately : (found.data?.items ?? []);
  return (
    <div className={styles.pop}>
      <TextInput
        data-autofocus
        aria-label={t('web:body.find')}
        placeholder={t('web:body.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        leftSection={<IconSearch size={16} aria-hidden />}
      />
      <ul className={styles.list}>
        {shown.map((body) => (
          <li key={body.code}>
            <To to={paths.body(body.code)} plain className={styles.entry} onClick={onGo}>
              <span>{say(body.names)}</span>
              <span className={styles.entryNote}>
                {body.code === own.code && `${t('web:body.own')} · `}
                <Code soft>{body.code}</Code>
              </span>
            </To>
          </li>
        ))}
        {asked !== '' && found.data && shown.length === 0 && (
          <li className={styles.entryNote}>{t('web:search.nothing')}</li>
        )}
      </ul>
      <To to={paths.bodies()} onClick={onGo}>
        {t('web:body.all')}
      </To>
    </div>
  );
}
