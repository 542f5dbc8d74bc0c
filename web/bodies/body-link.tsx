/** A body known by its number only, by name and as a way there. */
import { listBodies } from '../../src/bodies/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { To } from '../ui/to.tsx';

/** Names by number, of the bodies the node knows; asked once and kept. */
export function useBodyNames() {
  const { say } = useWords();
  const bodies = useEndpoint(listBodies, { query: { limit: 500 } }, { keep: true });
  const known = new Map((bodies.data?.items ?? []).map((body) => [body.id, body]));
  return { bodyOf: (id: number) => known.get(id), nameOf: (id: number) => say(known.get(id)?.names ?? `#${id}`) };
}

export function BodyLink({ id }: { readonly id: number | null }) {
  const { bodyOf, nameOf } = useBodyNames();
  if (id === null) return <>–</>;
  const body = bodyOf(id);
  return body ? <To to={paths.body(body.code)}>{nameOf(id)}</To> : <bdi>#{id}</bdi>;
}
