/** Elements by their names, each a link to what it means; those the dictionary here does not know, by their codes. */
import { listElements } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';

export function ElementNames({ codes }: { readonly codes: readonly string[] }) {
  const { say } = useWords();
  const elements = useEndpoint(listElements, { query: { limit: 200 } });
  const names = new Map((elements.data?.items ?? []).map(({ code, names: said }) => [code, say(said)]));
  return codes.map((code, n) => (
    <span key={code}>
      {n > 0 && ', '}
      <To to={paths.element(code)}>{names.get(code) ?? <Code>{code}</Code>}</To>
    </span>
  ));
}
