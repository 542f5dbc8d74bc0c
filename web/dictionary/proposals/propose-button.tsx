/** From an entry's page into its editor: in one of my drafts, or in a new one. */
import { Button, Menu } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { createProposal, listProposals } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { To } from '../../ui/to.tsx';
import { Num } from '../../ui/values.tsx';
import { useMay } from '../../ui/may.ts';
import { useDictionaryWords } from '../attribute-words.tsx';
import { NewProposal } from './new-proposal.tsx';

interface ProposeProps {
  readonly kind: 'element' | 'entity' | 'code-list';
  /** Code of an element or list, name of an entity. */
  readonly of: string;
  readonly name: string;
}

/** Shown to those who may propose. */
export function ProposeButton({ kind, of, name }: ProposeProps) {
  const { t } = useDictionaryWords();
  const propose = useMay(createProposal.permission);
  const drafts = useEndpoint(
    listProposals,
    { query: { mine: true, open: true, limit: 50 } },
    { when: propose.allowed },
  );
  if (!propose.allowed) return null;
  const editable = (drafts.data?.items ?? []).filter(({ state }) => state === 'draft' || state === 'returned');
  return (
    <NewProposal entry={{ kind, key: of, name }}>
      {(open) =>
        editable.length === 0 ? (
          <Button onClick={open} leftSection={<IconPencil size={17} />}>
            {t('propose.act')}
          </Button>
        ) : (
          <Menu position="bottom-end" width={340}>
            <Menu.Target>
              <Button leftSection={<IconPencil size={17} />}>{t('propose.act')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('propose.inDraft')}</Menu.Label>
              {editable.map(({ number, title }) => (
                <Menu.Item key={number} component={To} plain to={paths.proposalEntry(number, kind, of)}>
                  <Num value={number} /> · <bdi>{title}</bdi>
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={open}>{t('propose.inNew')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
    </NewProposal>
  );
}
