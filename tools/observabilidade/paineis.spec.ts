import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { catalogo, faltas, metricasDeArquivo } from './metricas.ts';
import { lerRegras } from './regras.ts';

const pasta = join(raizDoProjeto, 'compose/grafana/paineis');
const arquivos = readdirSync(pasta);
const conhecidas = catalogo(lerRegras().gravadas.map(({ record }) => record));

const painelSchema = z.object({
  uid: z.string().startsWith('julia-'),
  title: z.string().startsWith('Júlia: '),
  panels: z.array(
    z.object({
      id: z.number(),
      type: z.enum(['row', 'stat', 'timeseries']),
      title: z.string().min(1),
      datasource: z.object({ uid: z.literal('prometheus') }).optional(),
      targets: z.array(z.object({ expr: z.string().min(1) })).optional(),
    }),
  ),
});

const ler = (arquivo: string) =>
  painelSchema.parse(JSON.parse(readFileSync(join(pasta, arquivo), 'utf8')));

describe('the Grafana dashboards', () => {
  it('are three, with addresses of their own', () => {
    expect(arquivos).toHaveLength(3);
    expect(new Set(arquivos.map((arquivo) => ler(arquivo).uid)).size).toBe(3);
  });

  it.each(arquivos)('%s asks only for metrics and labels that exist', (arquivo) => {
    const { panels } = ler(arquivo);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const erros = panels.flatMap(({ title, targets = [] }) =>
      targets.flatMap(({ expr }) => faltas(expr, conhecidas).map((falta) => `${title}: ${falta}`)),
    );
    expect(erros).toEqual([]);
    expect(panels.filter(({ type, targets }) => type !== 'row' && !targets?.length)).toEqual([]);
  });

  it('show every figure that the product itself takes', () => {
    const expressoes = arquivos
      .flatMap((arquivo) => ler(arquivo).panels.flatMap(({ targets = [] }) => targets))
      .map(({ expr }) => expr);
    const regras = lerRegras();
    const usadas = [...expressoes, ...regras.alertas.map((a) => a.expr)].join('\n');
    const nossas = [...conhecidas.keys()].filter((nome) => nome.startsWith('julia_'));
    const deArquivo: readonly string[] = metricasDeArquivo;
    const esquecidas = nossas.filter((nome) => {
      const familia = nome.replace(/_(?:bucket|sum|count)$/, '');
      return !usadas.includes(familia) && !deArquivo.includes(nome);
    });
    expect(esquecidas).toEqual([]);
  });

  it('are found where the provisioning looks for them, in the data source it makes', () => {
    const provisionamento = (arquivo: string): unknown =>
      parse(readFileSync(join(pasta, '../provisionamento', arquivo), 'utf8'));
    expect(provisionamento('datasources/prometheus.yaml')).toMatchObject({
      datasources: [{ uid: 'prometheus', url: 'http://prometheus:9090' }],
    });
    expect(provisionamento('dashboards/julia.yaml')).toMatchObject({
      providers: [{ options: { path: '/etc/paineis' } }],
    });
    const compose = readFileSync(join(raizDoProjeto, 'compose/observabilidade.yaml'), 'utf8');
    expect(compose).toContain('- ./grafana/paineis:/etc/paineis:ro');
    expect(compose).toContain('/etc/paineis/visao-geral.json');
    expect(arquivos).toContain('visao-geral.json');
  });
});

describe('the figures that scripts leave in files', () => {
  it('are told in the guide', () => {
    const guia = readFileSync(join(raizDoProjeto, 'docs/observabilidade.md'), 'utf8');
    expect(metricasDeArquivo.filter((nome) => !guia.includes(`| \`${nome}\` `))).toEqual([]);
  });
});
