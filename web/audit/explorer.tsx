/** The explorer beside the list of entries: what they are made of, saved filters, and the signed file. */
import { Button, Group, Select, TextInput } from '@mantine/core';
import { IconDeviceFloppy, IconFileCertificate, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import {
  deleteFilter,
  exportEntries,
  listFilters,
  readFacets,
  saveFilter,
} from '../../src/platform/ledger/explorer-contract.ts';
import { fileAddress, useCommand, useEndpoint } from '../api.ts';
import { BodyName } from '../bodies/body-link.tsx';
import { useSession } from '../session.tsx';
import { formatDay } from '../ui/format.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { Num, Soft } from '../ui/values.tsx';
import { useActWords } from '../work/use-act-words.ts';
import { useActionWord, useRuleWord } from './audit-words.ts';
import styles from './audit.module.css';

export type AuditView = Readonly<
  Record<'room' | 'action' | 'actor' | 'body' | 'rule' | 'allowed' | 'from' | 'to', string>
>;
export const nothing: AuditView = {
  room: '',
  action: '',
  actor: '',
  body: '',
  rule: '',
  allowed: '',
  from: '',
  to: '',
};

/** What the address says, as the node is asked. */
export const queryOf = (view: AuditView) => ({
  ...(view.action ? { action: view.action } : view.room ? { action: `${view.room}.` } : {}),
  ...(view.actor && { actor: view.actor }),
  ...(view.body && { body: Number(view.body) }),
  ...(view.rule && { rule: view.rule }),
  ...(view.allowed && { allowed: view.allowed === 'true' }),
  ...(view.from && { from: view.from }),
  ...(view.to && { to: view.to }),
});

interface ExplorerProps {
  readonly view: AuditView;
  readonly show: (next: Partial<AuditView>) => void;
}

export function Explorer({ view, show }: ExplorerProps) {
  const { t } = useActWords();
  return (
    <Stack>
      <Filters view={view} show={show} />
      <Facets view={view} show={show} />
      <Panel title={t('explorer.export')} note={t('explorer.exportNote')}>
        <Button
          component="a"
          variant="default"
          leftSection={<IconFileCertificate size={18} />}
          href={fileAddress(exportEntries, { query: queryOf(view) })}
          download
        >
          {t('explorer.export')}
        </Button>
      </Panel>
    </Stack>
  );
}

function Filters({ view, show }: ExplorerProps) {
  const { t, post } = useActWords();
  const { me } = useSession();
  const [name, setName] = useState('');
  const [shared, setShared] = useState<string | null>(null);
  const filters = useEndpoint(listFilters, {});
  const refreshes = ['ledger.listFilters'];
  const saving = useCommand(saveFilter, { refreshes, onDone: () => setName('') });
  const deleting = useCommand(deleteFilter, { refreshes });
  const save = () =>
    saving.mutate({ body: { name: name.trim(), query: queryOf(view), ...(shared !== null && { post: shared }) } });
  return (
    <Panel title={t('explorer.filters')}>
      <Stack gap="tight">
        {(filters.data?.items ?? []).map((one) => (
          <Row key={one.id}>
            <Button variant="subtle" size="compact-sm" onClick={() => show({ ...nothing, ...viewOf(one.query) })}>
              {one.name}
            </Button>
            {one.post !== null && <Soft>{t('explorer.shared', { post: post(one.post) })}</Soft>}
            {one.mine && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                aria-label={`${t('explorer.remove')}: ${one.name}`}
                onClick={() => deleting.mutate({ params: { filter: one.id } })}
              >
                <IconTrash size={15} aria-hidden />
              </Button>
            )}
          </Row>
        ))}
        <TextInput
          label={t('explorer.saveAs')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group align="end">
          <Select
            aria-label={t('explorer.share')}
            placeholder={t('explorer.own')}
            clearable
            clearButtonProps={{ 'aria-label': t('web:action.clear') }}
            value={shared}
            onChange={setShared}
            data={(me?.posts ?? []).map((one) => ({ value: one, label: `${t('explorer.share')}: ${post(one)}` }))}
          />
          <Button
            variant="default"
            leftSection={<IconDeviceFloppy size={17} />}
            disabled={name.trim() === ''}
            loading={saving.isPending}
            onClick={save}
          >
            {t('explorer.save')}
          </Button>
        </Group>
        <ProblemNotice error={saving.error ?? deleting.error} />
      </Stack>
    </Panel>
  );
}

/** A saved query as the address says it. */
function viewOf({ action, ...query }: Readonly<Record<string, unknown>>): Partial<AuditView> {
  const texts = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));
  if (typeof action !== 'string') return texts;
  return { ...texts, ...(action.endsWith('.') ? { room: action.slice(0, -1) } : { action }) };
}

function Facets({ view, show }: ExplorerProps) {
  const { t } = useActWords();
  const facets = useEndpoint(readFacets, { query: queryOf(view) }, { keep: true });
  const isNarrow = Object.values(view).some((value) => value !== '');
  if (!facets.data) return null;
  const { counted, more } = facets.data;
  return (
    <Panel
      title={t('explorer.facets')}
      note={`${t('explorer.counted', { count: counted })}${more ? ` ${t('explorer.counting')}` : ''}`}
      actions={
        isNarrow && (
          <Button variant="subtle" size="compact-sm" onClick={() => show(nothing)}>
            {t('explorer.all')}
          </Button>
        )
      }
    >
      <Stack gap="tight">
        {facets.data.facets.map(({ facet, values }) => (
          <section key={facet} aria-label={t(`explorer.facet.${facet}`)}>
            <strong>{t(`explorer.facet.${facet}`)}</strong>
            <ul className={styles.facet}>
              {values.slice(0, 6).map((one) => (
                <li key={one.value}>
                  <FacetValue facet={facet} value={one.value} name={one.name} show={show} /> <Num value={one.count} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </Stack>
    </Panel>
  );
}

interface FacetValueProps {
  readonly facet: string;
  readonly value: string;
  readonly name: string | null;
  readonly show: ExplorerProps['show'];
}

function FacetValue({ facet, value, name, show }: FacetValueProps) {
  const { t } = useActWords();
  const action = useActionWord();
  const rule = useRuleWord();
  const words: Readonly<Record<string, string>> = {
    action: action(value),
    actor: name ?? (value === 'system' ? t('web:audit.system') : value.slice(0, 13)),
    allowed: t(value === 'true' ? 'web:audit.allowed' : 'web:audit.refused'),
    rule: rule(value),
    day: formatDay(value),
  };
  const next: Partial<AuditView> = facet === 'day' ? { from: value, to: value } : { [facet]: value };
  return (
    <button type="button" className={styles.value} onClick={() => show(next)}>
      {facet === 'body' ? <BodyName id={Number(value)} /> : words[facet]}
    </button>
  );
}
