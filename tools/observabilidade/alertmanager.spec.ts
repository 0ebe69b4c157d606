import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { avisarAusencia, rodarSeHouver } from './programa.ts';
import { lerRegras } from './regras.ts';

const origem = join(raizDoProjeto, 'compose/alertmanager/alertmanager.yaml');
const script = join(raizDoProjeto, 'compose/alertmanager/iniciar.sh');
const slack = 'https://hooks.slack.example/services/T/B/segredo-do-slack';
const webhook = 'https://alertas.example/segredo?a=1&b=|2';

const configSchema = z.object({
  receivers: z.array(
    z.object({
      name: z.string(),
      slack_configs: z.array(z.object({ api_url_file: z.string() })).optional(),
      webhook_configs: z.array(z.object({ url_file: z.string() })).optional(),
    }),
  ),
  inhibit_rules: z.array(
    z.object({ source_matchers: z.array(z.string()), target_matchers: z.array(z.string()) }),
  ),
});

describe('the start of Alertmanager', () => {
  let pasta = '';
  beforeEach(() => {
    pasta = mkdtempSync(join(tmpdir(), 'julia-alertmanager-'));
  });
  afterEach(() => rmSync(pasta, { recursive: true, force: true }));

  function iniciar(enderecos: Readonly<Record<string, string>>) {
    const rodada = rodarSeHouver('sh', [script], {
      PATH: process.env['PATH'],
      ALERTAS_PASTA: pasta,
      ALERTAS_ORIGEM: origem,
      ALERTMANAGER_PROGRAMA: 'echo',
      ...enderecos,
    });
    const texto = readFileSync(join(pasta, 'alertmanager.yaml'), 'utf8');
    return { rodada, texto, config: configSchema.parse(parse(texto)) };
  }

  it.each([
    [{ SLACK_WEBHOOK_URL: slack, ALERTAS_WEBHOOK_URL: webhook }, 1, 1],
    [{ SLACK_WEBHOOK_URL: slack, ALERTAS_WEBHOOK_URL: '' }, 1, 0],
    [{ SLACK_WEBHOOK_URL: '', ALERTAS_WEBHOOK_URL: webhook }, 0, 1],
    [{}, 0, 0],
  ])('keeps only the receivers that have an address (%#)', (enderecos, comSlack, comWebhook) => {
    const { rodada, texto, config } = iniciar(enderecos);
    const [avisos] = config.receivers;
    expect(avisos?.slack_configs ?? []).toHaveLength(comSlack);
    expect(avisos?.webhook_configs ?? []).toHaveLength(comWebhook);
    expect(texto + (rodada?.saida ?? '')).not.toContain('segredo');

    // The option exists since Alertmanager 0.26; Debian has an older one.
    writeFileSync(
      join(pasta, 'conferir.yaml'),
      texto.replace(/- url_file: .*$/m, '- url: http://x'),
    );
    const amtool = rodarSeHouver('amtool', ['check-config', join(pasta, 'conferir.yaml')]);
    if (!amtool) {
      avisarAusencia('amtool', 'prometheus-alertmanager');
      return;
    }
    expect(amtool.saida).toMatch(/SUCCESS/);
  });

  it('leaves each address in a file that only its own user reads, whatever signs it has', () => {
    const { config } = iniciar({ SLACK_WEBHOOK_URL: slack, ALERTAS_WEBHOOK_URL: webhook });
    const [avisos] = config.receivers;
    const arquivos = [
      [avisos?.slack_configs?.[0]?.api_url_file, slack],
      [avisos?.webhook_configs?.[0]?.url_file, webhook],
    ] as const;
    for (const [arquivo = '', endereco] of arquivos) {
      expect(readFileSync(arquivo, 'utf8')).toBe(endereco);
      expect(statSync(arquivo).mode & 0o077).toBe(0);
    }
  });

  it('silences only alerts that exist', () => {
    const nomes = lerRegras().alertas.map(({ alert }) => alert);
    const regras = iniciar({}).config.inhibit_rules;
    const citados = regras
      .flatMap((regra) => [...regra.source_matchers, ...regra.target_matchers])
      .flatMap((casador) => /"(.*)"/.exec(casador)?.[1]?.split('|') ?? []);
    expect(citados.length).toBeGreaterThan(0);
    const orfaos = citados.filter(
      (citado) => !nomes.some((nome) => new RegExp(`^(?:${citado})$`).test(nome)),
    );
    expect(orfaos).toEqual([]);
  });
});
