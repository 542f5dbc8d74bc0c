/** Who answers for a register, on which terms it is shared, and what keeps a draft from being published. */
import { Button } from '@mantine/core';
import { IconDatabase, IconUpload } from '@tabler/icons-react';
import { listElements } from '../../src/dictionary/contract.ts';
import { getRegister, publishRegister, type RegisterPage } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useLevelWord } from '../bodies/body-words.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { mayOf } from '../ui/may.ts';
import { OffButton } from '../ui/off-button.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row, Split } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { EntityName } from '../dictionary/words.tsx';
import { ResponsibilitiesPanel } from './duties/responsibilities-panel.tsx';
import { StateMark, StateWord } from './governance-words.tsx';

export function TermsPage() {
  const { t, say } = useWords();
  const register = useAddressPart('register');
  const query = useEndpoint(getRegister, { params: { register } });
  return (
    <Page
      title={query.data ? say(query.data.names) : register}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
      mark={query.data && <StateMark state={query.data.state} />}
      lead={query.data && say(query.data.definition)}
      actions={
        <>
          <Button
            component={To}
            plain
            to={paths.register(register)}
            variant="default"
            leftSection={<IconDatabase size={17} />}
          >
            {t('web:register.open')}
          </Button>
          {query.data?.state === 'draft' && <Publish register={query.data} />}
        </>
      }
    >
      <Loaded query={query} shape="page">
        {(data) => <Terms register={data} />}
      </Loaded>
    </Page>
  );
}

function Publish({ register }: { readonly register: RegisterPage }) {
  const { t } = useWords();
  const publish = useCommand(publishRegister, { refreshes: ['governance'] });
  return (
    <Confirm
      title={t('web:register.publish')}
      words={
        <>
          <p>{t('web:register.publishWords')}</p>
          <ProblemNotice error={publish.error} />
        </>
      }
      act={t('web:register.publish')}
      onAct={() => publish.mutateAsync({ params: { register: register.name } })}
    >
      {(open) => (
        <OffButton
          may={mayOf(register.allowed['governance.publishRegister'])}
          leftSection={<IconUpload size={17} />}
          onClick={open}
        >
          {t('web:register.publish')}
        </OffButton>
      )}
    </Confirm>
  );
}

function Terms({ register }: { readonly register: RegisterPage }) {
  const { t, say } = useWords('governance');
  return (
    <>
      {register.findings.length > 0 && (
        <Notice tone="warn" title={t('web:register.incomplete')}>
          {register.findings.map((finding) => (
            <div key={finding}>{t(`governance:findings.${finding}`)}</div>
          ))}
        </Notice>
      )}
      <Split side={<Agreements register={register} />}>
        <Responsible register={register} />
        <Panel title={t('web:element.classification')}>
          <FactList
            columns={2}
            facts={[
              [t('web:label.sharing.head'), t(`web:label.sharing.${register.labels.sharing}`)],
              [t('web:label.importance.head'), t(`web:label.importance.${register.labels.importance}`)],
              [t('web:label.personal.head'), t(`web:label.personal.${register.labels.personal}`)],
              [t('web:register.terms'), register.terms && say(register.terms)],
              [t('web:register.citation'), register.citation && say(register.citation)],
            ]}
          />
        </Panel>
        {register.authorityFor.length > 0 && <AuthorityFor register={register} />}
      </Split>
      <ResponsibilitiesPanel register={register.name} allowed={register.allowed} />
    </>
  );
}

function Responsible({ register }: { readonly register: RegisterPage }) {
  const { t, say } = useWords();
  const levelWord = useLevelWord();
  const { updatedBy } = register;
  const updating = updatedBy?.body ? say(updatedBy.body.names) : updatedBy?.level && levelWord(updatedBy.level);
  return (
    <Panel title={t('web:governance.responsible')}>
      <FactList
        facts={[
          [t('web:element.owner'), say(register.ownerNames ?? register.owner?.names)],
          [
            t('web:element.dataManager'),
            register.manager && <To to={paths.body(register.manager.code)}>{say(register.manager.names)}</To>,
          ],
          [
            t('web:element.steward'),
            register.stewards.map(({ body }) => (
              <div key={body.id}>
                <To to={paths.body(body.code)}>{say(body.names)}</To>
              </div>
            )),
          ],
          [t('web:element.updateUnit'), updating],
          [
            t('web:register.entity'),
            <To key="e" to={paths.entity(register.entity)}>
              <EntityName entity={register.entity} />
            </To>,
          ],
          [t('web:register.code'), <Code key="c">{register.name}</Code>],
        ]}
      />
    </Panel>
  );
}

function Agreements({ register }: { readonly register: RegisterPage }) {
  const { t, say } = useWords();
  return (
    <Panel title={t('web:governance.agreements')}>
      {register.agreements.length === 0 && <EmptyState title={t('web:governance.noAgreements')} />}
      <FactList
        longNames
        facts={register.agreements.map(({ code, names, state, grants }) => [
          <To key={code} to={paths.agreement(code)}>
            {say(names)}
          </To>,
          <span key="s">
            <StateWord state={state} /> <Tag>{t('web:governance.grantCount', { count: grants })}</Tag>
          </span>,
        ])}
      />
    </Panel>
  );
}

/** The elements it is the trusted source of, by name. */
function AuthorityFor({ register }: { readonly register: RegisterPage }) {
  const { t, say } = useWords();
  const elements = useEndpoint(listElements, { query: { authority: register.name, limit: 200 } });
  const nameOf = (code: string) => {
    const found = elements.data?.items.find((element) => element.code === code || element.physicalName === code);
    return found ? say(found.names) : code;
  };
  return (
    <Panel
      title={t('web:register.authorityFor')}
      note={t('web:register.authorityCount', { count: register.authorityFor.length })}
    >
      <Row>
        {register.authorityFor.map((code) => (
          <To key={code} to={paths.element(code)}>
            {nameOf(code)}
          </To>
        ))}
      </Row>
    </Panel>
  );
}
