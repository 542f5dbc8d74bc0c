/** Who answers for a register: one owner, the manager who decides, the stewards, and who keeps it up to date. */
import { getRegister, type RegisterPage as Terms } from '../../src/governance/contract.ts';
import { useEndpoint } from '../api.ts';
import { useLevelWord } from '../bodies/body-words.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { Panel, Split } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { EntityName } from '../dictionary/words.tsx';
import { RegisterFrame } from './register-frame.tsx';

export function PeoplePage() {
  return (
    <RegisterFrame tab={paths.registerPeople}>{(_catalogue, register) => <People register={register} />}</RegisterFrame>
  );
}

function People({ register }: { readonly register: string }) {
  const query = useEndpoint(getRegister, { params: { register } });
  return <Loaded query={query}>{(terms) => <Known terms={terms} />}</Loaded>;
}

function Known({ terms }: { readonly terms: Terms }) {
  const { t, say } = useWords('web-registers');
  const levelWord = useLevelWord();
  const { manager, updatedBy } = terms;
  const updating = updatedBy?.body ? say(updatedBy.body.names) : updatedBy?.level && levelWord(updatedBy.level);
  return (
    <Split
      side={
        <Panel title={t('people.toDo')}>
          <p>{t('people.wrongValue')}</p>
          <p>{t('people.needAccess')}</p>
          <p>
            <To to={paths.registerTerms(terms.name)}>{t('people.terms')}</To>
          </p>
        </Panel>
      }
    >
      <Panel title={t('tab.people')}>
        <FactList
          facts={[
            [t('web:element.owner'), say(terms.ownerNames ?? terms.owner?.names)],
            [t('people.manager'), manager && <To to={paths.body(manager.code)}>{say(manager.names)}</To>],
            [
              t('web:element.steward'),
              terms.stewards.length > 0 &&
                terms.stewards.map(({ body }) => (
                  <div key={body.id}>
                    <To to={paths.body(body.code)}>{say(body.names)}</To>
                  </div>
                )),
            ],
            [t('people.updating'), updating],
            [
              t('web:register.entity'),
              <To key="e" to={paths.entity(terms.entity)}>
                <EntityName entity={terms.entity} />
              </To>,
            ],
            [t('web:register.citation'), terms.citation && say(terms.citation)],
            [t('web:register.terms'), terms.terms && say(terms.terms)],
          ]}
        />
      </Panel>
    </Split>
  );
}
