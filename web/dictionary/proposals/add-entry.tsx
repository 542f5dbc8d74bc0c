/** One more entry for a proposal: an existing one found by name, or a new one, with what is like it named at once. */
import { Button, Group, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { search } from '../../../src/dictionary/contract.ts';
import { listTwins, type ProposalPage } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useSettled } from '../../ui/hooks.ts';
import { Panel, Stack } from '../../ui/page.tsx';
import { addressParts, To } from '../../ui/to.tsx';
import { Code } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { may } from './proposal-words.tsx';
import { TwinsList } from './twins-list.tsx';
import styles from './editor.module.css';

interface Props {
  readonly proposal: ProposalPage;
}

/** Shown to those who may edit. */
export function AddEntry({ proposal }: Props) {
  const { t } = useDictionaryWords();
  const [open, setOpen] = useState(false);
  if (!may(proposal, 'edit').allowed) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconPlus size={17} />} onClick={() => setOpen(true)}>
        {t('addEntry.open')}
      </Button>
      {open && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          size="lg"
          title={t('addEntry.open')}
          closeButtonProps={{ 'aria-label': t('web:action.close') }}
        >
          <Choose proposal={proposal} />
        </Modal>
      )}
    </>
  );
}

const kinds = ['element', 'entity', 'code-list'] as const;
type Kind = (typeof kinds)[number];
/** As the authoring format spells keys (AUTHORING.md); the server has the last word. */
const keys: Readonly<Record<Kind, RegExp>> = {
  element: /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/,
  entity: /^[a-z][a-z0-9_]{0,47}$/,
  'code-list': /^[A-Z][A-Z0-9_]{0,62}$/,
};

function Choose({ proposal }: Props) {
  const { t } = useDictionaryWords();
  const [way, setWay] = useState('existing');
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('addEntry.open')}
        value={way}
        onChange={setWay}
        data={['existing', 'new'].map((value) => ({ value, label: t(`addEntry.${value}`) }))}
      />
      {way === 'existing' ? <Existing proposal={proposal} /> : <Fresh proposal={proposal} />}
    </Stack>
  );
}

function Existing({ proposal }: Props) {
  const { t, say } = useDictionaryWords();
  const [text, setText] = useState('');
  const q = useSettled(text.trim(), 180);
  const found = useEndpoint(search, { query: { q, limit: 20 } }, { when: q !== '', keep: true });
  const hits = q === '' ? [] : (found.data?.items ?? []).filter(({ kind }) => kind !== 'code');
  return (
    <>
      <TextInput
        label={t('addEntry.find')}
        description={t('addEntry.findHint')}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={styles.findings}>
        {hits.map(({ kind, code, names }) => (
          <li key={`${kind}-${code}`}>
            <span>
              <To to={paths.proposalEntry(proposal.number, kind, code)}>{say(names)}</To> <Code soft>{code}</Code>{' '}
              <Tag>{t(`web:search.kind.${kind}`)}</Tag>
            </span>
          </li>
        ))}
      </ul>
      {q !== '' && found.data && hits.length === 0 && <p>{t('web:search.nothing')}</p>}
      <p>
        <To to={paths.proposalEntry(proposal.number, 'settings', 'settings')}>{t('editor.settings')}</To>
      </p>
    </>
  );
}

function Fresh({ proposal }: Props) {
  const { t } = useDictionaryWords();
  const navigate = useNavigate();
  const [kind, setKind] = useState<Kind>('element');
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const asked = useSettled(name.trim(), 250);
  const twins = useEndpoint(
    listTwins,
    { query: { name: asked, limit: 5 } },
    { when: asked.length > 2 && kind === 'element', keep: true },
  );
  const wrong = key !== '' && !keys[kind].test(key);
  const like = asked.length > 2 && kind === 'element' ? (twins.data?.items ?? []) : [];
  const go = () => {
    if (key !== '' && !wrong) void navigate(addressParts(paths.proposalEntry(proposal.number, kind, key)));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <Stack>
        <SegmentedControl
          aria-label={t('addEntry.kind')}
          value={kind}
          onChange={(next) => setKind(next as Kind)}
          data={kinds.map((value) => ({ value, label: t(`proposal:kinds.${value}`) }))}
        />
        {kind === 'element' && (
          <TextInput
            label={t('addEntry.name')}
            description={t('addEntry.nameHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {like.length > 0 && (
          <Panel title={t('twins.title')}>
            <TwinsList twins={like} />
          </Panel>
        )}
        <TextInput
          label={t(`addEntry.key.${kind}`)}
          description={t(`addEntry.keyHint.${kind}`)}
          error={wrong && t(`addEntry.keyHint.${kind}`)}
          required
          dir="ltr"
          maxLength={63}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value.trim())}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={key === '' || wrong}>
            {t('addEntry.write')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
