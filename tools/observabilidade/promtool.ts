import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caso, Series } from './caso.ts';
import { pastaDasRegras, type Alerta } from './regras.ts';

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

/** Writes promtool's test files, one per rule file and pace, and returns their paths. */
export function escreverTestes(
  pasta: string,
  casos: readonly Caso[],
  alertas: readonly Pick<Alerta, 'alert' | 'arquivo'>[],
): string[] {
  const arquivos = new Map<string, Historia[]>();
  for (const caso of casos) {
    const regra = alertas.find(({ alert }) => alert === caso.alerta);
    const chave = `${regra?.arquivo ?? 'servicos.yaml'} ${caso.passo ?? '1m'}`;
    arquivos.set(chave, [...(arquivos.get(chave) ?? []), ...historias(caso)]);
  }
  return [...arquivos].map(([chave, lista], indice) => {
    const [arquivo = '', passo = ''] = chave.split(' ');
    const caminho = join(pasta, `testes-${indice}.yaml`);
    // JSON is YAML.
    const conteudo = {
      rule_files: [join(pastaDasRegras, arquivo)],
      evaluation_interval: passo,
      tests: lista.map(teste),
    };
    writeFileSync(caminho, JSON.stringify(conteudo));
    return caminho;
  });
}
