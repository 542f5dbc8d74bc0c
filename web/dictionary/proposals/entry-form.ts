/** What the form of an entry of any kind gets. */
import type { EntryFinding } from '../../../src/dictionary/proposals/proposal-contract.ts';
import type { Entry } from '../attributes.ts';
import type { EntryAddress } from './use-entry-draft.ts';

export interface FormProps {
  readonly address: EntryAddress;
  readonly entry: Entry;
  readonly findings: readonly EntryFinding[];
  readonly checking: boolean;
  readonly onChange: (entry: Entry) => void;
}
