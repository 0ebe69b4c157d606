import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caso, Series } from './caso.ts';
import { seletores } from './promql.ts';
import type { Alerta, Regras } from './regras.ts';

interface Historia {
  readonly alerta: string;
  readonly em: string;
  readonly series: Series;
  readonly disparam: number;
  readonly intervalo: string;
}

function historias(caso: Caso): Historia[] {
  const { alerta, em, quieto, dispara, quantos = 1 } = caso;
  // Long histories have a sample every five minutes.
  const intervalo = caso.passo === '15m' ? '5m' : '1m';
  const silencio = { alerta, em, intervalo, series: quieto, disparam: 0 };
  return dispara ? [{ ...silencio, series: dispara, disparam: quantos }, silencio] : [silencio];
}

/** One test of promtool. Labels and texts are not compared: what counts is who fires, and how many times. */
function teste({ alerta, em, series, disparam, intervalo }: Historia) {
  return {
    name: `${alerta} ${disparam > 0 ? 'fires' : 'is silent'} at ${em}`,
    interval: intervalo,
    input_series: Object.entries(series).map(([serie, values]) => ({ series: serie, values })),
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alerta}",alertstate="firing"}) or vector(0)`,
        eval_time: em,
        exp_samples: [{ labels: '{}', value: disparam }],
      },
    ],
  };
}

/** Everything but `arquivo`, which is ours. */
function doPrometheus({ alert, expr, for: espera, labels, annotations }: Alerta) {
  return { alert, expr, ...(espera && { for: espera }), labels, annotations };
}

/** The alert and the measures it asks for, in the order in which Prometheus evaluates them. */
function soComOQuePrecisa(alerta: Alerta, { gravadas }: Regras) {
  const pedidas = new Set(seletores(alerta.expr).map(({ metrica }) => metrica));
  const medidas = gravadas.filter(({ record }) => pedidas.has(record));
  return { groups: [{ name: alerta.alert, rules: [...medidas, doPrometheus(alerta)] }] };
}

/**
 * Writes promtool's test files, one per alert and pace, each with the rules it needs: with all of them the long histories
 * take minutes. Returns their paths.
 */
export function escreverTestes(pasta: string, casos: readonly Caso[], regras: Regras): string[] {
  const arquivos = new Map<string, Caso[]>();
  for (const caso of casos) {
    const chave = `${caso.alerta}-${caso.passo ?? '1m'}`;
    arquivos.set(chave, [...(arquivos.get(chave) ?? []), caso]);
  }
  return [...arquivos].map(([chave, lista]) => {
    const [{ alerta, passo = '1m' }] = lista as [Caso];
    const regra = regras.alertas.find(({ alert }) => alert === alerta);
    if (!regra) throw new Error(`no alert is called ${alerta}`);
    // JSON is YAML.
    const gravar = (nome: string, conteudo: unknown): string => {
      const caminho = join(pasta, nome);
      writeFileSync(caminho, JSON.stringify(conteudo));
      return caminho;
    };
    return gravar(`teste-${chave}.yaml`, {
      rule_files: [gravar(`regras-${alerta}.yaml`, soComOQuePrecisa(regra, regras))],
      evaluation_interval: passo,
      tests: lista.flatMap(historias).map(teste),
    });
  });
}
