/** Words and links that all pages about mappings share. */
import { getInventory } from '../../../src/architecture/contract.ts';
import { listBodies } from '../../../src/bodies/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { To } from '../../ui/to.tsx';
import { Code } from '../../ui/values.tsx';
import { State, Verdict, type Tone } from '../../ui/verdict.tsx';

const toneOf = (level: number): Tone => (level >= 4 ? 'good' : level >= 2 ? 'busy' : 'quiet');

/** A system by its name in the inventory; its code where nobody knows more. */
export function SystemLink({ system }: { readonly system: string }) {
  const { say } = useWords();
  const inventory = useEndpoint(getInventory, {}, { keep: true });
  const found = inventory.data?.systems.find(({ code }) => code === system);
  return found ? <To to={paths.system(system)}>{say(found.names)}</To> : <Code soft>{system}</Code>;
}

/** The body that answers for a mapping. */
export function OwnerLink({ body }: { readonly body: string }) {
  const { say } = useWords();
  const bodies = useEndpoint(listBodies, { query: { text: body, limit: 5 } }, { keep: true });
  const found = bodies.data?.items.find(({ code }) => code === body);
  return <To to={paths.body(body)}>{found ? say(found.names) : body}</To>;
}

export function LevelWord({ level, framed = false }: { readonly level: number; readonly framed?: boolean }) {
  const { t } = useWords('web-mapping');
  const Word = framed ? Verdict : State;
  return <Word tone={toneOf(level)}>{t('levelOf', { level, name: t(`levels.${String(level)}`) })}</Word>;
}

/** "7 of 12". */
export function Share({ mapped, of }: { readonly mapped: number; readonly of: number }) {
  const { t } = useWords('web-mapping');
  return <bdi className="number">{t('mappedOf', { mapped, of })}</bdi>;
}
