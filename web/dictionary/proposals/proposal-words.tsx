/** Words, signs and questions that the pages of proposals share. */
import type {
  ProposalPage,
  ProposalPerson,
  ProposalState,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { getProposal } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { State, Verdict, type Tone } from '../../ui/verdict.tsx';
import type { May } from '../../ui/may.ts';
import { useDictionaryWords } from '../attribute-words.tsx';

export const states: readonly ProposalState[] = [
  'draft',
  'in-review',
  'returned',
  'approved',
  'released',
  'rejected',
  'withdrawn',
];

const tones: Readonly<Record<ProposalState, Tone>> = {
  draft: 'quiet',
  'in-review': 'busy',
  returned: 'warn',
  approved: 'good',
  released: 'good',
  rejected: 'bad',
  withdrawn: 'quiet',
};

export function ProposalStateWord({
  state,
  framed = false,
}: {
  readonly state: ProposalState;
  readonly framed?: boolean;
}) {
  const { t } = useDictionaryWords();
  const Sign = framed ? Verdict : State;
  return <Sign tone={tones[state]}>{t(`proposal:states.${state}`)}</Sign>;
}

export const toneOfState = (state: ProposalState): Tone => tones[state];

/** Who, and of which body where the name does not say so. */
export function PersonWords({ person }: { readonly person: ProposalPerson }) {
  const { say } = useWords();
  const body = person.body ? say(person.body.names) : '';
  return (
    <bdi>
      {person.name}
      {body !== '' && !person.name.includes(body) && ` · ${body}`}
    </bdi>
  );
}

/** What a decision on a proposal makes old: its own answers, and those of the dictionary once it is released. */
export const refreshes = ['dictionary', 'work'] as const;

export const useProposal = (number: number) =>
  useEndpoint(getProposal, { params: { proposal: number } }, { when: Number.isInteger(number) && number > 0 });

/** The ETag of what is edited. */
export const etagOf = (revision: number): string => `"${String(revision)}"`;

/** What the server says may be done, and why not. */
export function may(proposal: Pick<ProposalPage, 'actions'>, action: string): May {
  const found = proposal.actions.find((one) => one.action === action);
  return { allowed: found?.allowed ?? false, reason: found?.words };
}
