import { cpus } from 'node:os';
import { percentil } from '../../bench/tabela.ts';
import { SERVICOS } from './builds.ts';
import { TAXA, type Troca } from './trocas.ts';

export interface Rodada {
  readonly vezes: number;
  readonly docker: string;
  readonly versao: string;
  readonly fim: Date;
}

const CABECALHO = [
  'service',
  'rollouts',
  'webhooks',
  'non-2xx',
  'p50 ms',
  'p99 ms',
  'max ms',
  'new messages',
  'lost',
  'doubled',
  'slowest answer s',
  'rollout s (median, max)',
];

const soma = (valores: readonly number[]) => valores.reduce((total, valor) => total + valor, 0);

/** The page kept in docs/: what was counted, on what machine, and nothing that was not run. */
export function pagina(trocas: readonly Troca[], rodada: Rodada): string {
  const linhas = [
    ...SERVICOS.map((servico) =>
      linha(
        servico,
        trocas.filter((troca) => troca.servico === servico),
      ),
    ),
    linha('all', trocas),
  ];
  return `# Rollouts, measured

\`npm run test:rollout -- --vezes ${rodada.vezes}\` wrote this page. Each rollout is \`./julia rollout <service> <version>\` on a whole
installation (edge, three services, Redis, embedded database, simulador) while ${TAXA.porSegundo} webhooks a second arrive through the
edge, evenly spaced: ${TAXA.novas}/s are new messages, each of another doctor, the rest copies of them, statuses and ignored kinds.
Latency counts from the moment a webhook was due. Lost and doubled are counted on the doctors' phones.

- ${rodada.fim.toISOString().slice(0, 16)}Z, version ${rodada.versao}, Docker ${rodada.docker}, ${cpus().length} cores (${cpus()[0]?.model ?? '?'})
- everything runs on that one machine, the generator too
- n = ${trocas.length} rollouts

| ${CABECALHO.join(' | ')} |
|${' --- |'.repeat(CABECALHO.length)}
${linhas.join('\n')}
`;
}

function linha(nome: string, trocas: readonly Troca[]): string {
  const latencias = trocas.flatMap(({ latenciasMs }) => [...latenciasMs]);
  const medidas = trocas.map(({ medida }) => medida);
  const segundos = trocas.map((troca) => troca.segundos);
  const celulas = [
    nome,
    trocas.length,
    soma(medidas.map(({ webhooks }) => webhooks)),
    soma(medidas.map(({ recusas }) => recusas)),
    percentil(latencias, 50).toFixed(1),
    percentil(latencias, 99).toFixed(0),
    latencias.reduce((maior, valor) => Math.max(maior, valor), 0).toFixed(0),
    soma(medidas.map(({ novas }) => novas)),
    soma(medidas.map(({ perdidas }) => perdidas)),
    soma(medidas.map(({ dobradas }) => dobradas)),
    (Math.max(0, ...medidas.map(({ respostaMaximaMs }) => respostaMaximaMs)) / 1_000).toFixed(1),
    `${percentil(segundos, 50).toFixed(0)}, ${Math.max(0, ...segundos).toFixed(0)}`,
  ];
  return `| ${celulas.join(' | ')} |`;
}
