/** A body known by its number only, by name and as a way there. */
import { useQuery } from '@tanstack/react-query';
import { nameBodies, type BodyName as NamedBody } from '../../src/bodies/contract.ts';
import { ask } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { To } from '../ui/to.tsx';
import { together } from './together.ts';

/** As many as one question may name. */
const MOST = 200;

/** Every link of a page asks for itself; what they ask goes to the node as one question. */
const findBody = together<number, NamedBody>(async (ids) => {
  const { items } = await ask(nameBodies, { query: { ids: ids.join(',') } });
  return new Map(items.map((body) => [body.id, body]));
}, MOST);

const useBody = (id: number | null) =>
  useQuery({
    queryKey: [nameBodies.name, id],
    queryFn: async () => (id === null ? null : ((await findBody(id)) ?? null)),
    enabled: id !== null,
    staleTime: 5 * 60_000,
  });

/** Its name alone: where something else is the way on. */
export function BodyName({ id }: { readonly id: number }) {
  const { say } = useWords();
  const found = useBody(id);
  return found.data ? <>{say(found.data.names)}</> : <bdi>#{id}</bdi>;
}

export function BodyLink({ id }: { readonly id: number | null }) {
  const { say } = useWords();
  const found = useBody(id);
  if (id === null) return <>–</>;
  return found.data ? <To to={paths.body(found.data.code)}>{say(found.data.names)}</To> : <bdi>#{id}</bdi>;
}
