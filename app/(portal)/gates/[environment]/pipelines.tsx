import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';

/** What a pipeline runs to ask this gate. */
export function Pipelines({ environment, baseUrl }: { environment: string; baseUrl: string }) {
  const check = `npx countersign gate check --env ${environment} --release "$RELEASE_DIGEST" --policy-key gate.pub`;
  return (
    <>
      <Alert
        title="A token and a key"
        action={
          <>
            <LinkButton href={paths.tokens()}>API tokens</LinkButton>
            <LinkButton href={paths.keys()}>Public keys</LinkButton>
          </>
        }
      >
        Give the pipeline a token with the scope gate:check as COUNTERSIGN_TOKEN, and keep gate.pub beside the
        pipeline: the answer is trusted only when that key signed it. Exit 0 lets the deployment go on; 10 is
        denied, 11 waits for a sign-off, and every other code stops it too.
      </Alert>
      <Section title="Terminal">
        <CodeBlock title="Terminal" code={`export COUNTERSIGN_URL=${baseUrl}\n${check}; echo $?`} />
      </Section>
      <Section title="GitHub Actions">
        <CodeBlock title=".github/workflows/deploy.yml" code={gitHub(baseUrl, check)} />
      </Section>
      <Section title="GitLab CI/CD">
        <CodeBlock title=".gitlab-ci.yml" code={gitLab(baseUrl, check, environment)} />
      </Section>
    </>
  );
}

const gitHub = (baseUrl: string, check: string) => `jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Countersign gate
        env:
          COUNTERSIGN_URL: ${baseUrl}
          COUNTERSIGN_TOKEN: \${{ secrets.COUNTERSIGN_TOKEN }}
          RELEASE_DIGEST: \${{ vars.RELEASE_DIGEST }}
        run: ${check}
      - run: ./deploy.sh`;

const gitLab = (baseUrl: string, check: string, environment: string) => `gate:
  stage: gate
  image: node:20
  variables:
    COUNTERSIGN_URL: ${baseUrl}
  script:
    - ${check}
deploy:
  stage: deploy
  needs: [gate]
  environment: ${environment}
  script: [./deploy.sh]`;
