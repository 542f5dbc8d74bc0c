/** Where I act; and from here to any other body, by name or by those looked at lately. */
import { Button, Popover, TextInput } from '@mantine/core';
import { IconBuildingCommunity, IconSearch, IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import { listDelegations } from '../../src/governance/delegations/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import { formatDay } from '../ui/format.ts';
import { useKept, useSettled } from '../ui/hooks.ts';
import { To } from '../ui/to.tsx';
import { useActWords } from '../work/use-act-words.ts';
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
          data-on-behalf={me.onBehalfBy !== undefined}
          aria-label={`${t('web:body.actingFor')}: ${say(me.body.name)}`}
          onClick={() => setOpen(!open)}
        >
          <IconBuildingCommunity size={17} aria-hidden />
          <span>{say(me.body.name)}</span>
          <IconSelector size={15} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ActFor onDone={() => setOpen(false)} />
        <Choice own={{ code: me.body.code, names: me.body.name }} onGo={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The bodies I may act for today, and the way back to my own. */
function ActFor({ onDone }: { readonly onDone: () => void }) {
  const { t, say } = useActWords();
  const { me, actFor } = useSession();
  const delegations = useEndpoint(listDelegations, { query: { mine: true } });
  const items = (delegations.data?.items ?? []).filter(({ body }) => body.code !== me?.body?.code);
  const go = async (delegation: string | null) => {
    await actFor(delegation);
    onDone();
  };
  if (items.length === 0 && !me?.onBehalfBy) return null;
  return (
    <div className={styles.list}>
      {me?.onBehalfBy && (
        <Button fullWidth variant="filled" mb="xs" onClick={() => void go(null)}>
          {t('delegations.back')}: {say(me.onBehalfBy.name)}
        </Button>
      )}
      {items.length > 0 && <span className={styles.entryNote}>{t('delegations.mayActFor')}</span>}
      {items.map(({ id, body, until }) => (
        <Button key={id} fullWidth variant="default" mb="xs" onClick={() => void go(id)}>
          {say(body.names)} ({t('delegations.actingUntil', { day: formatDay(until) })})
        </Button>
      ))}
    </div>
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
