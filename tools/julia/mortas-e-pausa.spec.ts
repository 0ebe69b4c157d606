import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rodarModulo } from './modulo-no-conteiner.ts';

const token = 'token-da-api-para-teste';
const idDaMorta = 'mensagem.enviar/4f2c';

describe('what ./julia mortas, pausar and retomar ask of the api', () => {
  let servidor: Server;
  const pedidos: string[] = [];
  let quarentena: object[] = [];
  let mortas: object[] = [];
  let liberada = true;

  beforeEach(async () => {
    pedidos.length = 0;
    mortas = [
      {
        fila: 'envios',
        jobId: idDaMorta,
        job: 'mensagem.enviar',
        codigo: 'ERRO_INESPERADO',
        motivo: 'boom',
        tentativas: 5,
        falhouEm: '2026-11-23T13:00:00Z',
      },
    ];
    const item = { motivo: 'forma_desconhecida', recebidoEm: '2026-11-23T13:00:00Z' };
    quarentena = [
      { ...item, id: 'q1', resolvidoEm: null },
      { ...item, id: 'q2', resolvidoEm: '2026-11-23T14:00:00Z' },
    ];
    servidor = createServer((pedido, resposta) => {
      const responder = async () => {
        const corpo = await text(pedido);
        const { method = '', url = '', headers } = pedido;
        if (headers.authorization !== `Bearer ${token}`) return [401, {}] as const;
        if (method !== 'GET') pedidos.push(`${method} ${url}${corpo && ` ${corpo}`}`);
        if (url === '/admin/filas/mortas') return [200, mortas] as const;
        if (url === '/admin/quarentena') return [200, quarentena] as const;
        if (url.endsWith('/liberar')) return [200, { liberada }] as const;
        if (url === '/admin/pausa') return [200, { pausada: method === 'POST' }] as const;
        return url.includes('q1') ? ([409, {}] as const) : ([202, {}] as const);
      };
      void responder().then(([status, corpo]) =>
        resposta.writeHead(status).end(JSON.stringify(corpo)),
      );
    });
    await new Promise<void>((resolve) => servidor.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    servidor.closeAllConnections();
    servidor.close();
  });

  const rodar = (modulo: string, ...args: string[]) =>
    rodarModulo(['api-de-dentro.mjs', modulo], {
      args,
      env: { JULIA_API_TOKEN: token, PORT: String((servidor.address() as AddressInfo).port) },
    });

  it('lists what was given up, with the reason and the name to repeat it by', async () => {
    const { code, stdout } = await rodar('mortas.mjs');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^envios:mensagem\.enviar\/4f2c\n {2}mensagem\.enviar {2}ERRO_INESPERADO depois de 5/,
    );
    expect(stdout).toContain('quarentena:q1\n  webhook  forma_desconhecida');
    expect(stdout).not.toContain('q2');
    expect(stdout).toContain('2 no total.');
  });

  it('says so when there is nothing', async () => {
    [mortas, quarentena] = [[], []];
    expect(await rodar('mortas.mjs')).toMatchObject({ code: 0, stdout: 'Nada desistiu.\n' });
  });

  it('repeats one, by its name', async () => {
    const { code, stdout } = await rodar('mortas.mjs', 'repetir', `envios:${idDaMorta}`);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `envios:${idDaMorta}  de volta\n1 de volta à fila.\n`,
    });
    expect(pedidos).toEqual([
      `POST /admin/filas/mortas/envios/${encodeURIComponent(idDaMorta)}/reprocessar`,
    ]);
  });

  it('repeats everything, and says which one did not go', async () => {
    const { code, stdout, stderr } = await rodar('mortas.mjs', 'repetir', 'tudo');
    expect(code).toBe(1);
    expect(stdout).toContain('1 de volta à fila.');
    expect(stderr).toContain('quarentena:q1  a api respondeu 409');
    expect(pedidos).toHaveLength(2);
  });

  it('refuses a name that is not in the list', async () => {
    const { code, stderr } = await rodar('mortas.mjs', 'repetir', 'envios:nada');
    expect(code).toBe(1);
    expect(stderr).toContain('Não está na lista: envios:nada');
    expect(pedidos).toEqual([]);
  });

  it('pauses with who and why, and resumes', async () => {
    expect((await rodar('pausa.mjs', 'pausar', 'ana@servidor', 'em análise')).stdout).toMatch(
      /^Pausada/,
    );
    expect((await rodar('pausa.mjs', 'retomar', 'ana@servidor')).stdout).toMatch(/^Retomada/);
    expect(pedidos).toEqual([
      'POST /admin/pausa {"quem":"ana@servidor","motivo":"em análise"}',
      'DELETE /admin/pausa {"quem":"ana@servidor"}',
    ]);
  });

  it.each([
    [true, /^Liberado: julia 2 volta/],
    [false, /^julia 2 não estava parado/],
  ])('releases a number that was stopped, or says that it was not: %s', async (parada, dito) => {
    liberada = parada;
    const { code, stdout } = await rodar('pausa.mjs', 'liberar', 'ana@servidor', 'julia 2');
    expect(code).toBe(0);
    expect(stdout).toMatch(dito);
    expect(pedidos).toEqual(['POST /admin/instancias/julia%202/liberar {"quem":"ana@servidor"}']);
  });
});
