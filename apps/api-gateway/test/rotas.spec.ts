import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contratos } from '../src/docs/contratos.ts';
import { PalcoDaApi, tokens } from './palco-da-api.ts';

let pasta: string;
let palco: PalcoDaApi;
beforeAll(async () => {
  pasta = await mkdtemp(join(tmpdir(), 'julia-static-'));
  await writeFile(join(pasta, 'logo.txt'), 'logo');
  await writeFile(join(pasta, '.env'), 'SEGREDO=1');
  palco = await PalcoDaApi.abrir({ STATIC_DIR: pasta });
}, 60_000);
afterAll(async () => {
  await palco.fechar();
  await rm(pasta, { recursive: true });
});

/** Tokens of other doors. */
const alheios: Readonly<Record<string, readonly string[]>> = {
  webhook: [tokens.api, tokens.jobs],
  api: [tokens.webhook, tokens.jobs],
  jobs: [tokens.webhook],
};
/** Whose door a path is, by how it begins; everything else is for the API token alone. */
const donos: readonly (readonly [RegExp, string])[] = [
  [/^\/(health(\/ready)?|metrics)$/, 'publico'],
  [/^\/webhook\//, 'webhook'],
  [/^\/jobs(\/:nome)?$/, 'jobs'],
];
const daJulia = () =>
  palco.rotas.filter(({ metodo, caminho }) => metodo !== 'HEAD' && !caminho.startsWith('/static'));
const comChaves = (caminho: string) => caminho.replace(/:(\w+)/g, '{$1}');

describe('every route', () => {
  it('says who may call it, and only probes are open to everybody', () => {
    expect(daJulia().length).toBeGreaterThan(15);
    for (const { metodo, caminho, acesso } of daJulia()) {
      const esperado = donos.find(([padrao]) => padrao.test(caminho))?.[1] ?? 'api';
      expect([metodo, caminho, acesso]).toEqual([metodo, caminho, esperado]);
    }
  });

  it('is documented with the same access, and nothing else is', () => {
    const existentes = daJulia().map(({ metodo, caminho, acesso }) =>
      [metodo.toLowerCase(), comChaves(caminho), acesso].join(' '),
    );
    const documentadas = contratos.map(({ metodo, caminho, acesso }) =>
      [metodo, caminho, acesso].join(' '),
    );
    expect(documentadas.sort()).toEqual(existentes.sort());
  });

  it('answers 401 without its token, and to the token of another door', async () => {
    const guardadas = daJulia().filter(({ acesso }) => acesso !== 'publico');
    for (const { metodo, caminho, acesso } of guardadas) {
      const url = caminho.replace(/:\w+/g, 'x');
      for (const token of [null, 'errado', ...(alheios[acesso ?? ''] ?? [])]) {
        const { status, corpo } = await palco.pedir(metodo, url, { token });
        expect([metodo, url, status, corpo['codigo']]).toEqual([
          metodo,
          url,
          401,
          'NAO_AUTORIZADO',
        ]);
      }
    }
  });
});

describe('GET /docs', () => {
  it('is an OpenAPI document of every route', async () => {
    const { corpo } = await palco.pedir('GET', '/docs/openapi.json');
    expect(corpo['openapi']).toBe('3.1.0');
    const caminhos = corpo['paths'] as Record<string, Record<string, unknown>>;
    expect(Object.keys(caminhos).sort()).toEqual(
      [...new Set(contratos.map(({ caminho }) => caminho))].sort(),
    );
    expect(caminhos['/jobs']?.['get']).toMatchObject({
      security: [{ tokenDosJobs: [] }, { tokenDaApi: [] }],
    });
    expect(caminhos['/admin/pausa']?.['post']).toMatchObject({
      security: [{ tokenDaApi: [] }],
      requestBody: {
        content: { 'application/json': { schema: { required: ['quem', 'motivo'] } } },
      },
    });
  });
});

describe('GET /static', () => {
  const buscar = (caminho: string) => fetch(`${palco.url}${caminho}`);

  it('serves the files of STATIC_DIR', async () => {
    const resposta = await buscar('/static/logo.txt');
    expect([resposta.status, await resposta.text()]).toEqual([200, 'logo']);
  });

  it.each(['/static/', '/static/nada.txt', '/static/.env', '/static/..%2f..%2fetc%2fpasswd'])(
    'does not serve %s',
    async (caminho) => {
      const resposta = await buscar(caminho);
      expect([403, 404]).toContain(resposta.status);
    },
  );
});
