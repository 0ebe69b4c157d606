import { Metricas } from '@julia/runtime';
import { seletores, agrupamentos } from './promql.ts';

/** Every metric that can be asked for, with its labels. */
export type Catalogo = ReadonlyMap<string, ReadonlySet<string>>;

/** Written by backup, restore drill and rollout for node-exporter's text files (docs/observabilidade.md). */
export const metricasDeArquivo = [
  'julia_backup_ultimo_sucesso_segundos',
  'julia_backup_ultima_execucao_sucesso',
  'julia_backup_bytes',
  'julia_backup_externo_ultimo_sucesso_segundos',
  'julia_ensaio_ultimo_sucesso_segundos',
  'julia_ensaio_duracao_segundos',
] as const;

/** Of Prometheus, Alertmanager, node-exporter and Caddy: only what our rules and dashboards use, as those programs name it. */
const deTerceiros: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertname', 'alertstate', 'severidade'],
  prometheus_rule_evaluation_failures_total: ['rule_group'],
  alertmanager_notifications_failed_total: ['integration', 'reason'],
  caddy_http_request_errors_total: ['server', 'handler'],
  caddy_http_request_duration_seconds_count: ['server', 'handler', 'code', 'method'],
  node_filesystem_avail_bytes: ['device', 'fstype', 'mountpoint'],
  node_filesystem_size_bytes: ['device', 'fstype', 'mountpoint'],
  node_memory_MemAvailable_bytes: [],
  node_memory_MemTotal_bytes: [],
  node_load5: [],
  node_cpu_seconds_total: ['cpu', 'mode'],
  node_timex_offset_seconds: [],
};

/** What the code's own registry says, the programs beside it, and the recording rules given. */
export function catalogo(gravadas: readonly string[] = []): Catalogo {
  const nomes = new Map<string, Set<string>>();
  const anotar = (nome: string, rotulos: readonly string[]) =>
    nomes.set(nome, new Set([...rotulos, 'job', 'instance']));
  for (const metrica of new Metricas('api').registro.getMetricsAsArray()) {
    // The library's types leave it out; every metric object carries it.
    const { labelNames } = metrica as unknown as { labelNames: readonly string[] };
    const rotulos = [...labelNames, 'servico'];
    // The type of a metric object is its class's name in the library's data, whatever its declarations say.
    if (String(metrica.type) === 'histogram') {
      anotar(`${metrica.name}_bucket`, [...rotulos, 'le']);
      anotar(`${metrica.name}_sum`, rotulos);
      anotar(`${metrica.name}_count`, rotulos);
    } else anotar(metrica.name, rotulos);
  }
  for (const [nome, rotulos] of Object.entries(deTerceiros)) anotar(nome, rotulos);
  for (const nome of metricasDeArquivo) anotar(nome, []);
  for (const nome of gravadas) anotar(nome, []);
  return nomes;
}

/** What an expression asks for and nothing offers; empty when all is well. */
export function faltas(expressao: string, conhecidas: Catalogo): string[] {
  const pedidos = seletores(expressao);
  const achadas = pedidos.flatMap(({ metrica, rotulos }) => {
    const oferecidos = conhecidas.get(metrica);
    if (!oferecidos) return [`métrica desconhecida: ${metrica}`];
    return rotulos
      .filter((rotulo) => !oferecidos.has(rotulo))
      .map((rotulo) => `${metrica} não tem o rótulo ${rotulo}`);
  });
  const semDono = agrupamentos(expressao).filter(
    (rotulo) => !pedidos.some(({ metrica }) => conhecidas.get(metrica)?.has(rotulo)),
  );
  return [...achadas, ...semDono.map((rotulo) => `ninguém tem o rótulo ${rotulo}`)];
}
