import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rodarModulo } from './modulo-no-conteiner.ts';

const token = 'segredo-do-webhook';
const chave = 'chave-global-da-evolution';

/** The little of Evolution 2.3.7 that connecting needs, with the answers its source gives. */
class EvolutionDeMentira {
  existe = false;
  estado: 'close' | 'connecting' | 'open' = 'close';
  mensagens = 0;
  codigos: readonly string[] = ['2@primeiro', '2@segundo'];
  /** Polls of the state after which the phone has read the code. */
  conectaDepoisDe = 3;
  webhook: Record<string, unknown> | null = null;
  readonly caminhos: string[] = [];
  recusaWebhook = false;

  responder(metodo: string, caminho: string, apikey: string | undefined, corpo: unknown) {
    this.caminhos.push(`${metodo} ${caminho}`);
    if (apikey !== chave) return { status: 401, corpo: { status: 401, error: 'Unauthorized' } };
    if (caminho === '/instance/create') {
      if (this.existe)
        return {
          status: 403,
          corpo: { response: { message: ['This name "julia" is already in use.'] } },
        };
      this.existe = true;
      return { status: 201, corpo: { instance: {}, hash: 'x' } };
    }
    if (!this.existe)
      return {
        status: 404,
        corpo: { response: { message: ['The "julia" instance does not exist'] } },
      };
    return this.daInstancia(caminho, corpo);
  }

  private daInstancia(caminho: string, corpo: unknown) {
    switch (caminho.split('/').slice(0, 3).join('/')) {
      case '/instance/connectionState':
        this.conectaDepoisDe -= 1;
        if (this.conectaDepoisDe < 0) this.estado = 'open';
        return { status: 200, corpo: { instance: { instanceName: 'julia', state: this.estado } } };
      case '/instance/connect': {
        const [code, ...resto] = this.codigos;
        this.codigos = resto;
        return code
          ? {
              status: 200,
              corpo: { code, pairingCode: caminho.includes('?number=') ? 'ABCD1234' : null },
            }
          : { status: 200, corpo: { error: true, message: '[object Object]' } };
      }
      case '/webhook/set':
        this.webhook = (corpo as { webhook: Record<string, unknown> }).webhook;
        return { status: 201, corpo: this.webhook };
      case '/webhook/find':
        return { status: 200, corpo: this.webhook };
      default:
        return { status: 200, corpo: { messages: { total: this.mensagens } } };
    }
  }
}

describe('connecting WhatsApp', () => {
  let evolution: EvolutionDeMentira;
  let servidor: Server;
  let url: string;
  beforeEach(async () => {
    evolution = new EvolutionDeMentira();
    servidor = createServer((pedido, resposta) => {
      const { method = '', url: caminho = '', headers } = pedido;
      void text(pedido).then((bruto) => {
        const corpo: unknown = bruto === '' ? null : JSON.parse(bruto);
        const fim =
          caminho === '/webhook/evolution'
            ? {
                status:
                  headers.authorization === `Bearer ${token}` && !evolution.recusaWebhook
                    ? 200
                    : 401,
                corpo: {},
              }
            : evolution.responder(method, caminho, headers['apikey']?.toString(), corpo);
        resposta
          .writeHead(fim.status, { 'content-type': 'application/json' })
          .end(JSON.stringify(fim.corpo));
      });
    });
    await new Promise<void>((resolve) => servidor.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(servidor.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    servidor.closeAllConnections();
    servidor.close();
  });

  const conectar = (outros: object = {}) =>
    rodarModulo(['qr.mjs', 'whatsapp.mjs'], {
      segredos: {
        ...{ url, chave, token, instancia: 'julia', webhook: `${url}/webhook/evolution` },
        ...{ numero: '', cores: 'nao', semQr: 'nao', esperaMs: 5_000, renovarMs: 50, ...outros },
      },
    });

  it('creates the instance, registers the webhook with its secret and shows the code until the phone has read it', async () => {
    const { code, stdout, stderr } = await conectar();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(evolution.webhook).toMatchObject({
      enabled: true,
      url: `${url}/webhook/evolution`,
      headers: { Authorization: `Bearer ${token}` },
      byEvents: false,
      base64: false,
      events: expect.arrayContaining(['MESSAGES_UPSERT', 'SEND_MESSAGE', 'CONNECTION_UPDATE']),
    });
    expect(stdout).toMatch(
      /Instância julia criada[^]*Aparelhos conectados[^]*[█▀▄]{5}[^]*Número conectado/,
    );
    expect(stdout + stderr).not.toContain(token);
    expect(stdout + stderr).not.toContain(chave);
  });

  it('leaves an instance that is connected as it is and registers the webhook again', async () => {
    evolution.existe = true;
    evolution.estado = 'open';
    evolution.mensagens = 4;
    const { code, stdout } = await conectar();
    expect(code).toBe(0);
    expect(evolution.caminhos.some((c) => c.includes('/instance/connect/'))).toBe(false);
    expect(stdout).toContain('A Evolution guarda as mensagens (4 até agora)');
  });

  it('shows the number to type in when a phone number is given', async () => {
    const { stdout } = await conectar({ numero: '5511999998888' });
    expect(stdout).toContain('ABCD1234');
    expect(stdout).not.toContain('█');
  });

  it('does not wait for the phone with --sem-qr', async () => {
    const { code, stdout } = await conectar({ semQr: 'sim' });
    expect(code).toBe(0);
    expect(stdout).not.toContain('Aparelhos conectados');
  });

  it.each<[string, Partial<EvolutionDeMentira>, object, RegExp]>([
    ['a wrong key', {}, { chave: 'outra' }, /não aceita esta chave[^]*AUTHENTICATION_API_KEY/],
    [
      'nobody there',
      {},
      { url: 'http://127.0.0.1:1' },
      /Não alcanço a Evolution[^]*EVOLUTION_API_URL/,
    ],
    [
      'a token the api does not know',
      { recusaWebhook: true },
      { semQr: 'sim' },
      /recusa o segredo[^]*force-recreate julia-api/,
    ],
    [
      'no code',
      { codigos: [], conectaDepoisDe: 1e9 },
      { esperaMs: 300 },
      /não deu um código[^]*restart evolution-api/,
    ],
    [
      'nobody who reads the code',
      { conectaDepoisDe: 1e9 },
      { esperaMs: 300 },
      /não foi lido a tempo/,
    ],
  ])('%s ends with 1 and says what to do', async (_, dela, nossas, dito) => {
    Object.assign(evolution, dela);
    const { code, stdout, stderr } = await conectar(nossas);
    expect(code).toBe(1);
    expect(stderr).toMatch(dito);
    expect(stdout + stderr).not.toContain(token);
  });

  it('warns when nothing has been kept yet', async () => {
    const { stdout } = await conectar({ semQr: 'sim' });
    expect(stdout).toContain('DATABASE_SAVE_DATA_NEW_MESSAGE=true');
  });
});
