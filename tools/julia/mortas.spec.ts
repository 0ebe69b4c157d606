import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { rodarModulo } from './modulo-no-conteiner.ts';

const token = 'token-da-api-para-teste';
const maxMortas = 200;
const maxQuarentena = 100;
const comeco = Date.parse('2026-11-23T13:00:00Z');

/** What happens to a job, or a body, that is repeated. */
type Destino = 'some' | 'morre com o mesmo id' | 'morre com outro id' | 'é recusado';

/** The lists of the api, newest first and cut. */
class ApiDeMentira {
  destino: Destino = 'some';
  readonly pedidos: string[] = [];
  #mortas: { fila: string; jobId: string; falhouEm: string }[] = [];
  #quarentena: string[] = [];
  #relogio = comeco;

  morrer(quantas: number, nome = 'm'): void {
    for (let n = 0; n < quantas; n += 1) this.#morrer(`${nome}${n}`);
  }

  quarentenar(quantos: number): void {
    this.#quarentena = Array.from({ length: quantos }, (_, n) => `q${n}`);
  }

  responder(metodo: string, url: string): readonly [number, unknown] {
    if (url === '/admin/filas') {
      const quantas = this.#mortas.length;
      return [
        200,
        [
          { fila: 'envios', mortas: quantas - 1 },
          { fila: 'entrada', mortas: 1 },
        ],
      ];
    }
    if (url === '/admin/filas/mortas') return [200, this.#mortas.slice(0, maxMortas)];
    if (url === '/admin/quarentena') {
      const item = { motivo: 'forma', recebidoEm: '2026-11-23T13:00:00Z', resolvidoEm: null };
      return [200, this.#quarentena.slice(0, maxQuarentena).map((id) => ({ ...item, id }))];
    }
    if (metodo !== 'POST') return [404, {}];
    this.pedidos.push(url);
    if (this.destino === 'é recusado') return [409, {}];
    const id = decodeURIComponent(url.split('/').at(-2) ?? '');
    this.#quarentena = this.#quarentena.filter((outro) => outro !== id);
    const eraMorta = this.#mortas.some(({ jobId }) => jobId === id);
    this.#mortas = this.#mortas.filter(({ jobId }) => jobId !== id);
    if (eraMorta && this.destino !== 'some') {
      this.#morrer(this.destino === 'morre com o mesmo id' ? id : `${id}-outra`);
    }
    return [202, {}];
  }

  #morrer(jobId: string): void {
    this.#relogio += 1;
    const falhouEm = new Date(this.#relogio).toISOString();
    const resto = { job: 'turno.responder', codigo: 'ERRO', tentativas: 5 };
    this.#mortas.unshift({ fila: 'envios', jobId, falhouEm, ...resto });
  }
}

describe('./julia mortas with more than the api lists', () => {
  let servidor: Server;
  let api: ApiDeMentira;

  beforeEach(async () => {
    api = new ApiDeMentira();
    servidor = createServer(({ method = '', url = '' }, resposta) => {
      const [status, corpo] = api.responder(method, url);
      resposta.writeHead(status).end(JSON.stringify(corpo));
    });
    await new Promise<void>((resolve) => servidor.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    servidor.closeAllConnections();
    servidor.close();
  });

  const mortas = (...args: string[]) =>
    rodarModulo(['api-de-dentro.mjs', 'mortas.mjs'], {
      args,
      env: { JULIA_API_TOKEN: token, PORT: String((servidor.address() as AddressInfo).port) },
    });

  it('says that the list was cut, and how much there is', async () => {
    api.morrer(1_000);
    api.quarentenar(150);
    const { code, stdout } = await mortas();
    expect(code).toBe(0);
    expect(stdout).toContain('\n300 mostrados, os mais novos.\n');
    expect(stdout).toContain('800 trabalhos que desistiram ficaram de fora da lista.');
    expect(stdout).toContain('Pode haver mais webhooks em quarentena: a lista para em 100.');
    expect(stdout).not.toContain('no total');
  });

  it('says nothing of a cut where the list just holds everything', async () => {
    api.morrer(maxMortas);
    expect((await mortas()).stdout).toMatch(/\n200 no total\.\n$/);
  });

  it('repeats everything, also what the first list did not show', async () => {
    api.morrer(1_000);
    api.quarentenar(150);
    const { code, stdout, stderr } = await mortas('repetir', 'tudo');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\n1150 de volta à fila\.\n$/);
    expect(new Set(api.pedidos).size).toBe(1_150);
  });

  it.each(['morre com o mesmo id', 'morre com outro id'] as const)(
    'comes to an end when what is repeated %s, and says what is hidden behind it',
    async (destino) => {
      api.morrer(1_000);
      api.destino = destino;
      const { code, stdout, stderr } = await mortas('repetir', 'tudo');
      expect(code).toBe(1);
      expect(stdout).toContain('200 de volta à fila.');
      expect(stderr).toContain('200 desistiram de novo enquanto isso: a causa continua.');
      expect(stderr).toContain('800 trabalhos que desistiram ficaram de fora da lista.');
      expect(api.pedidos).toHaveLength(200);
    },
  );

  it('leaves alone what dies again, and repeats each of the others once', async () => {
    api.morrer(3);
    api.destino = 'morre com outro id';
    const { code, stderr } = await mortas('repetir', 'tudo');
    expect(code).toBe(0);
    expect(stderr).toContain('3 desistiram de novo enquanto isso');
    expect(api.pedidos).toHaveLength(3);
  });

  it('comes to an end when everything is refused', async () => {
    api.morrer(250);
    api.quarentenar(150);
    api.destino = 'é recusado';
    const { code, stdout, stderr } = await mortas('repetir', 'tudo');
    expect(code).toBe(1);
    expect(stdout).toBe('0 de volta à fila.\n');
    expect(stderr).toContain('50 trabalhos que desistiram ficaram de fora da lista.');
    expect(stderr).toContain('Pode haver mais webhooks em quarentena: a lista para em 100.');
    expect(api.pedidos).toHaveLength(300);
  });

  it('says of a name that it may be older than what the list shows', async () => {
    api.morrer(1_000);
    const { code, stderr } = await mortas('repetir', 'envios:m0');
    expect(code).toBe(1);
    expect(stderr).toContain('Não está na lista: envios:m0');
    expect(stderr).toContain('800 trabalhos que desistiram ficaram de fora da lista.');
  });

  it.each([
    ['filas', 'maxListadas', maxMortas],
    ['quarentena', 'maxListados', maxQuarentena],
  ])('knows where the list of %s ends', (nome, constante, limite) => {
    const ler = (caminho: string) => readFileSync(join(raizDoProjeto, caminho), 'utf8');
    const controller = ler(`apps/api-gateway/src/admin/${nome}.controller.ts`);
    expect(controller).toContain(`const ${constante} = ${limite};`);
    expect(ler('scripts/julia/mortas.mjs')).toMatch(new RegExp(`const max\\w+ = ${limite};`));
  });
});
