/** One entry of a proposal: edited where it may be, with the server's checks beside it; read side by side where not. */
import { useMemo } from 'react';
import {
  getProposalEntry,
  type EntryKind,
  type EntryPage,
  type ProposalPage,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { ProblemError, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { LoadedPage } from '../../ui/loaded-page.tsx';
import { Page } from '../../ui/page.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { Code } from '../../ui/values.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { blankEntry } from './draft.ts';
import { EntryEditor } from './entry-editor.tsx';
import { EntryReading } from './entry-reading.tsx';
import { may, ProposalStateWord, useProposal } from './proposal-words.tsx';
import type { EntryAddress } from './use-entry-draft.ts';

export function EditorPage() {
  const { t } = useDictionaryWords();
  const proposal = Number(useAddressPart('proposal'));
  const kind = useAddressPart('kind') as EntryKind;
  const key = useAddressPart('key');
  const whole = useProposal(proposal);
  const address = useMemo<EntryAddress>(() => ({ proposal, kind, key }), [proposal, kind, key]);
  return (
    <LoadedPage query={whole} title={key} crumbs={[{ label: t('web:menu.proposals'), to: paths.proposals() }]}>
      {(answer) => <EntryOfProposal key={`${kind}-${key}`} proposal={answer} address={address} />}
    </LoadedPage>
  );
}

interface EntryProps {
  readonly proposal: ProposalPage;
  readonly address: EntryAddress;
}

const absent = (error: unknown) => error instanceof ProblemError && error.status === 404;

function EntryOfProposal({ proposal, address }: EntryProps) {
  const { t } = useDictionaryWords();
  const { say } = useWords();
  const { kind, key } = address;
  const read = useEndpoint(getProposalEntry, { params: { ...address } });
  const fresh = absent(read.error);
  const isSettings = kind === 'settings';
  const named = read.data && Object.keys(read.data.names).length > 0 ? say(read.data.names) : key;
  return (
    <Page
      title={isSettings ? t(`proposal:kinds.${kind}`) : named}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.proposals'), to: paths.proposals() },
        { label: proposal.title, to: paths.proposal(proposal.number) },
      ]}
      mark={
        <>
          {!isSettings && <Code>{key}</Code>}
          <ProposalStateWord state={proposal.state} framed />
        </>
      }
      lead={isSettings ? t('editor.settings') : t(`proposal:kinds.${kind}`)}
    >
      {read.isPending && <Loading shape="card" />}
      {read.error && !fresh && <ErrorState error={read.error} onRetry={() => void read.refetch()} />}
      {(read.data ?? fresh) && <Body proposal={proposal} address={address} page={read.data} />}
    </Page>
  );
}

const FORMS: ReadonlySet<string> = new Set(['element', 'entity', 'code-list', 'settings']);

function Body({ proposal, address, page }: EntryProps & { readonly page: EntryPage | undefined }) {
  const editable = may(proposal, 'edit').allowed && FORMS.has(address.kind) && page?.action !== 'remove';
  if (!editable) return page ? <EntryReading page={page} proposal={proposal} /> : null;
  const start = page?.mine ?? page?.theirs ?? blankEntry(address.kind, address.key);
  return (
    <EntryEditor
      proposal={proposal}
      address={address}
      page={page}
      revision={page?.revision ?? proposal.revision}
      start={start}
    />
  );
}
