import { parse } from 'yaml';
import { fluxoSchema, type Fluxo, type Passo, type Trabalho } from './fluxo.ts';

/** What a workflow calls outside itself, to be found in the repository. */
export interface Repositorio {
  readonly scriptsNpm: readonly string[];
  readonly comandosJulia: readonly string[];
  readonly comandosDeFluxo: readonly string[];
  readonly suitesDocker: readonly string[];
  readonly existe: (caminho: string) => boolean;
}

/** Jobs may be longer where a whole test run on Docker fits in them. */
const limiteMinutos = 60;
const fixada = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const comentarioDeVersao = /uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** Only what GitHub itself makes may stand in a script; anything a person can write goes through `env`. */
const expressao = /\$\{\{/;

/** Every way in which a workflow breaks our rules; empty when it keeps them. */
export function infracoes(nome: string, texto: string, repositorio: Repositorio): string[] {
  const fluxo = fluxoSchema.parse(parse(texto));
  return [
    ...doFluxo(fluxo),
    ...doTexto(texto),
    ...Object.entries(fluxo.jobs).flatMap(([id, job]) => [
      ...doTrabalho(id, job),
      ...(job.steps ?? []).flatMap((passo) => doPasso(id, passo)),
    ]),
    ...(nome === 'ci.yml' ? semSegredo(texto) : []),
    ...(nome === 'deploy.yml' ? doDeploy(texto) : []),
    ...referencias(fluxo, repositorio),
  ];
}

function doFluxo({ permissions, concurrency }: Fluxo): string[] {
  const vazia = typeof permissions === 'object' && Object.keys(permissions).length === 0;
  return [
    ...(vazia ? [] : ['permissions: {} must stand on top']),
    ...(concurrency ? [] : ['has no concurrency group']),
  ];
}

function doTexto(texto: string): string[] {
  return texto
    .split('\n')
    .map((linha) => linha.trimEnd())
    .filter((linha) => /uses: [^.]/.test(linha) && !comentarioDeVersao.test(linha))
    .map((linha) => `no version beside: ${linha.trim()}`);
}

function doTrabalho(id: string, job: Trabalho): string[] {
  const { permissions, uses } = job;
  const minutos = job['timeout-minutes'];
  const faltas: string[] = [];
  if (permissions === undefined) faltas.push(`${id}: no permissions of its own`);
  if (typeof permissions === 'string') faltas.push(`${id}: permissions for everything`);
  if (uses !== undefined) {
    if (!uses.startsWith('./')) faltas.push(`${id}: calls a workflow of somebody else`);
  } else if (minutos === undefined || minutos > limiteMinutos) {
    faltas.push(`${id}: no timeout of at most ${limiteMinutos} minutes`);
  }
  return faltas;
}

function doPasso(id: string, passo: Passo): string[] {
  const { uses, run } = passo;
  const faltas: string[] = [];
  if (uses !== undefined && !fixada.test(uses)) faltas.push(`${id}: ${uses} is no commit`);
  if (uses?.startsWith('actions/checkout@') && passo.with?.['persist-credentials'] !== false) {
    faltas.push(`${id}: checkout leaves its token behind`);
  }
  if (run !== undefined && expressao.test(run)) faltas.push(`${id}: expression inside a script`);
  if (run !== undefined && /\bset \+e\b|\|\| true\b|curl [^|]*\| *(?:ba)?sh/.test(run)) {
    faltas.push(`${id}: a script that hides failures or runs what it downloads`);
  }
  return faltas;
}

function semSegredo(texto: string): string[] {
  return /\bsecrets\.|secrets: inherit/.test(texto) ? ['ci must be green without any secret'] : [];
}

function doDeploy(texto: string): string[] {
  const exigido: readonly (readonly [RegExp, string])[] = [
    [/StrictHostKeyChecking=yes/, 'host key is not demanded'],
    [/UserKnownHostsFile=\S*RUNNER_TEMP/, 'host key does not come from the secret'],
    [/secrets\.DEPLOY_KNOWN_HOSTS/, 'host key is not pinned'],
    [/cosign verify --certificate-identity/, 'signature is not verified'],
    [/@sha256:\[0-9a-f\]\{64\}/, 'a digest is not demanded'],
    [/environment: \$\{\{ inputs\.ambiente \}\}/, 'no environment, so no approval'],
    [/max-parallel: 1\b/, 'services are not rolled out one by one'],
  ];
  const proibido = /ssh-keyscan[^`]*>>|StrictHostKeyChecking=(?:no|accept-new)/;
  const assinatura = texto.indexOf('cosign verify');
  const conexao = texto.indexOf('exec ssh');
  return [
    ...exigido.filter(([padrao]) => !padrao.test(texto)).map(([, falta]) => falta),
    ...(proibido.test(texto) ? ['believes whatever host answers'] : []),
    ...(assinatura > conexao ? ['connects before the signature is verified'] : []),
  ];
}

function referencias({ jobs }: Fluxo, repositorio: Repositorio): string[] {
  const scripts = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run));
  const texto = scripts.join('\n');
  const achar = (padrao: RegExp, conhecidos: readonly string[], oque: string) =>
    [...texto.matchAll(padrao)]
      .map(([, nome = '']) => nome)
      .filter((nome) => !conhecidos.includes(nome))
      .map((nome) => `${oque} ${nome} does not exist`);
  const chamados = Object.values(jobs).flatMap(({ uses = '' }) => (uses ? [uses.slice(2)] : []));
  const arquivos = [...texto.matchAll(/(?:node|bash) ([\w./-]+\.(?:ts|sh))/g)].map(
    ([, caminho = '']) => caminho,
  );
  return [
    ...achar(/npm run ([\w:-]+)/g, repositorio.scriptsNpm, 'npm script'),
    ...achar(/ssh\/julia" ([\w-]+)/g, repositorio.comandosJulia, './julia command'),
    ...achar(/workflows\/main\.ts ([\w-]+)/g, repositorio.comandosDeFluxo, 'command'),
    ...suites(jobs, repositorio),
    ...[...chamados, ...arquivos]
      .filter((caminho) => !repositorio.existe(caminho))
      .map((caminho) => `${caminho} does not exist`),
  ];
}

function suites(jobs: Fluxo['jobs'], { suitesDocker }: Repositorio): string[] {
  return Object.values(jobs).flatMap(({ strategy }) => {
    const matrix = strategy?.matrix;
    const pedidas = typeof matrix === 'object' ? matrix['suite'] : undefined;
    return (Array.isArray(pedidas) ? pedidas : [])
      .map(String)
      .filter((suite) => !suitesDocker.includes(suite))
      .map((suite) => `suite ${suite} does not exist`);
  });
}
