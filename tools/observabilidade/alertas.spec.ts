import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { casos } from './casos.ts';
import { catalogo, faltas } from './metricas.ts';
import { avisarAusencia, rodarSeHouver } from './programa.ts';
import { escreverTestes } from './promtool.ts';
import { lerRegras } from './regras.ts';

const regras = lerRegras();
const { alertas, gravadas } = regras;
const conhecidas = catalogo(gravadas.map(({ record }) => record));
const ler = (caminho: string) => readFileSync(join(raizDoProjeto, caminho), 'utf8');

describe('the alert rules', () => {
  it('are at least 25, each with a name of its own', () => {
    const nomes = alertas.map(({ alert }) => alert);
    expect(nomes.length).toBeGreaterThanOrEqual(25);
    expect(new Set(nomes).size).toBe(nomes.length);
  });

  it('ask only for metrics and labels that exist', () => {
    const erros = [...alertas, ...gravadas].flatMap((regra) =>
      faltas(regra.expr, conhecidas).map(
        (falta) => `${'alert' in regra ? regra.alert : regra.record}: ${falta}`,
      ),
    );
    expect(erros).toEqual([]);
  });

  it('each lead to a paragraph of the runbook', () => {
    const titulos = [...ler('docs/runbooks.md').matchAll(/^### (\w+)\n+(?=[^#\s])/gm)].map(
      ([, titulo]) => titulo,
    );
    expect(alertas.map(({ alert }) => alert).filter((nome) => !titulos.includes(nome))).toEqual([]);
    for (const { alert, annotations } of alertas) {
      expect(annotations.runbook_url).toBe(`docs/runbooks.md#${alert.toLowerCase()}`);
    }
    const semAlerta = titulos.filter((titulo) => !alertas.some(({ alert }) => alert === titulo));
    expect(semAlerta).toEqual([]);
  });

  it('each have a history in which they fire and one in which they do not', () => {
    const comDisparo = new Set(casos.filter(({ dispara }) => dispara).map(({ alerta }) => alerta));
    expect(alertas.map(({ alert }) => alert).filter((nome) => !comDisparo.has(nome))).toEqual([]);
    const desconhecidos = casos.filter((c) => !alertas.some(({ alert }) => alert === c.alerta));
    expect(desconhecidos).toEqual([]);
  });

  it('judge histories made of metrics that exist', () => {
    const series = casos.flatMap(({ dispara, quieto }) => Object.keys({ ...dispara, ...quieto }));
    expect(series.flatMap((serie) => faltas(serie, conhecidas))).toEqual([]);
  });
});

describe('faltas', () => {
  it.each([
    ['max(julia_fila_tamanhos) > 0', 'métrica desconhecida: julia_fila_tamanhos'],
    ['julia_fila_tamanho{status="morto"} > 0', 'julia_fila_tamanho não tem o rótulo status'],
    ['sum by (filas) (julia_fila_tamanho)', 'ninguém tem o rótulo filas'],
    ['rate(julia_job_segundos_total[5m])', 'métrica desconhecida: julia_job_segundos_total'],
    ['julia:inventada:razao5m > 1', 'métrica desconhecida: julia:inventada:razao5m'],
  ])('catches %s', (expressao, falta) => {
    expect(faltas(expressao, conhecidas)).toEqual([falta]);
  });

  it('reads what our rules are written with', () => {
    const expressao =
      'sum by (job) (rate(julia_http_segundos_count{status=~"5..",rota!~"/a{2}.*"}[10m])) / 2 > 0.5 and on() (hour() >= 11 < 23)';
    expect(faltas(expressao, conhecidas)).toEqual([]);
  });
});

describe('promtool', () => {
  let pasta = '';
  beforeAll(() => {
    pasta = mkdtempSync(join(tmpdir(), 'julia-alertas-'));
  });
  afterAll(() => rmSync(pasta, { recursive: true, force: true }));

  it('finds that every alert fires when it must and only then', () => {
    const rodada = rodarSeHouver('promtool', [
      'test',
      'rules',
      ...escreverTestes(pasta, casos, regras),
    ]);
    if (!rodada) {
      avisarAusencia('promtool', 'prometheus');
      return;
    }
    expect(rodada.saida).not.toMatch(/FAILED/);
    expect(rodada.codigo).toBe(0);
  }, 240_000);

  it('catches an alert that does not fire, and one that always does', () => {
    const ao_contrario = [
      { alerta: 'JobsMortos', em: '5m', dispara: { 'julia_fila_tamanho{estado="morto"}': '0x10' } },
      { alerta: 'BackupFalhou', em: '5m', dispara: null },
    ].map((caso) => ({ ...caso, quieto: { julia_backup_ultima_execucao_sucesso: '0x10' } }));
    for (const caso of ao_contrario) {
      const rodada = rodarSeHouver('promtool', [
        'test',
        'rules',
        ...escreverTestes(pasta, [caso], regras),
      ]);
      if (!rodada) {
        avisarAusencia('promtool', 'prometheus');
        return;
      }
      expect(rodada.codigo).not.toBe(0);
    }
  }, 60_000);

  it('accepts the configuration with its rules', () => {
    const config = ler('compose/prometheus/prometheus.yaml').replace(
      '/etc/prometheus/regras',
      join(raizDoProjeto, 'compose/prometheus/regras'),
    );
    const arquivo = join(pasta, 'prometheus.yaml');
    writeFileSync(arquivo, config);
    const rodada = rodarSeHouver('promtool', ['check', 'config', arquivo]);
    if (!rodada) {
      avisarAusencia('promtool', 'prometheus');
      return;
    }
    expect(rodada.saida).toMatch(/SUCCESS/);
    expect(rodada.codigo).toBe(0);
  });
});
