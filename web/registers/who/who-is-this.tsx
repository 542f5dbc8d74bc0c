/** On a record's page: the way to the golden person it belongs to, when there is one and the reader may see it. */
import { findGoldenPerson, listLinkedEntities } from '../../../src/registers/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useMayOf } from '../../ui/may.ts';
import { To } from '../../ui/to.tsx';

export function WhoIsThis({ register, record }: { readonly register: string; readonly record: string }) {
  const { t } = useWords('web-who');
  const may = useMayOf(register, ['registers.read-golden']);
  const entities = useEndpoint(listLinkedEntities, {}, { when: may('registers.read-golden').allowed });
  // A register that holds nobody is not asked about: the answer would be that there is nobody.
  const isLinked = entities.data?.items.some(({ registers }) => registers.some((one) => one.register === register));
  const person = useEndpoint(findGoldenPerson, { query: { record } }, { when: isLinked === true });
  if (!person.data) return null;
  const count = person.data.members.length;
  return (
    <>
      {' · '}
      <To to={paths.goldenPerson(person.data.id)}>{count > 1 ? t('whois.records', { count }) : t('whois.link')}</To>
    </>
  );
}
