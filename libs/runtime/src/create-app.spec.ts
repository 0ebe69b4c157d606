import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as proximaVolta } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError, Log, type ErrorKind } from '@julia/domain';
import { Body, Controller, Get, Module, NotFoundException, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'fastify';
import { createApp } from './create-app.ts';
import { Saude } from './health.ts';

@Controller('prova')
class ProvaController {
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  @Get('erro/:tipo')
  falhar(@Param('tipo') tipo: ErrorKind | 'outro' | 'ausente'): never {
    if (tipo === 'ausente') throw new NotFoundException();
    if (tipo === 'outro') throw new TypeError('segredo interno');
    throw new AppError(tipo, 'CODIGO_DE_PROVA', 'English for the log', { medicoId: 'm1' });
  }

  @Post('eco/:token')
  eco(@Body() corpo: unknown): unknown {
    this.log.info({}, 'inside');
    return corpo;
  }
}

@Module({ controllers: [ProvaController] })
class ProvaModule {}

let aberta: NestFastifyApplication | undefined;

async function abrir() {
  const linhas: Record<string, unknown>[] = [];
  const destino = {
    write: (linha: string) => void linhas.push(JSON.parse(linha) as Record<string, unknown>),
  };
  aberta = await createApp(
    { module: ProvaModule },
    { servico: 'prova', ambiente: 'test', debug: false, destino, limiteCorpoBytes: 1_000 },
  );
  await aberta.init();
  await aberta.getHttpAdapter().getInstance().ready();
  const app = aberta;
  const pedir = async (pedido: InjectOptions) => {
    const { statusCode, headers, body } = await app.inject(pedido);
    return { statusCode, headers, body, json: () => JSON.parse(body) as Record<string, unknown> };
  };
  return { app, linhas, pedir };
}

afterEach(async () => {
  await aberta?.close();
  aberta = undefined;
});

describe('the answer to an error', () => {
  it.each([
    ['rule', 409, 'CODIGO_DE_PROVA', 30],
    ['input', 400, 'CODIGO_DE_PROVA', 40],
    ['transient', 503, 'CODIGO_DE_PROVA', 40],
    ['bug', 500, 'CODIGO_DE_PROVA', 50],
    ['outro', 500, 'ERRO_INESPERADO', 50],
  ])('of kind %s is %i %s and logged at level %i', async (tipo, status, codigo, level) => {
    const { pedir, linhas } = await abrir();
    const resposta = await pedir({ method: 'GET', url: `/prova/erro/${tipo}` });
    expect(resposta.statusCode).toBe(status);
    expect(resposta.json()).toEqual({ codigo, mensagem: expect.any(String) });
    expect(resposta.body).not.toMatch(/segredo interno|stack|\bat /);
    expect(resposta.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
    const linha = linhas.find(({ msg }) => msg === 'request failed');
    expect(linha).toMatchObject({ level, err: codigo, correlationId: expect.any(String) });
  });

  it('is a plain 404 for what does not exist', async () => {
    const { pedir } = await abrir();
    for (const url of ['/prova/erro/ausente', '/nada/aqui']) {
      const resposta = await pedir({ method: 'GET', url });
      expect([resposta.statusCode, resposta.json()]).toEqual([
        404,
        { codigo: 'NAO_ENCONTRADO', mensagem: 'Não encontrado.' },
      ]);
    }
  });

  it('is 400 for a body that is not JSON and 413 for one over the limit', async () => {
    const { pedir } = await abrir();
    const enviar = (payload: string, tipo = 'application/json') => {
      const headers = { 'content-type': tipo };
      return pedir({ method: 'POST', url: '/prova/eco/x', headers, payload });
    };
    const ruim = await enviar('{"a":');
    expect([ruim.statusCode, ruim.json()['codigo']]).toEqual([400, 'CORPO_NAO_JSON']);
    expect((await enviar('{"a":1}', 'text/plain')).json()).toEqual({ a: 1 });
    expect((await enviar(JSON.stringify('a'.repeat(2_000)))).statusCode).toBe(413);
    expect((await enviar('{"__proto__":{"a":1},"b":2}')).json()).toEqual({ b: 2 });
  });
});

describe('the access log', () => {
  it('is one line with the route pattern, never the address, and the caller’s correlationId', async () => {
    const { pedir, linhas } = await abrir();
    await pedir({
      method: 'POST',
      url: '/prova/eco/token-secreto?chave=outro-secreto',
      headers: { 'x-correlation-id': 'recuperar-lacunas@2026-11-22T10:00:00.000Z' },
      payload: { texto: 'corpo-secreto' },
    });
    expect(linhas.map(({ msg }) => msg)).toEqual(['inside', 'request done']);
    expect(linhas[1]).toMatchObject({
      metodo: 'POST',
      rota: '/prova/eco/:token',
      status: 201,
      ms: expect.any(Number),
    });
    for (const linha of linhas) {
      expect(linha).toMatchObject({ correlationId: 'recuperar-lacunas@2026-11-22T10:00:00.000Z' });
    }
    expect(JSON.stringify(linhas)).not.toContain('secreto');
  });

  it('keeps the correlationId of a body that arrives in pieces on a connection used before', async () => {
    const { app, linhas } = await abrir();
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const id of ['primeiro-pedido', 'segundo-pedido']) {
      const headers = { 'x-correlation-id': id, 'content-length': 7 };
      const pedido = request({ port, agent, method: 'POST', path: '/prova/eco/x', headers });
      const resposta = once(pedido, 'response') as Promise<[IncomingMessage]>;
      pedido.write('{"a"');
      await proximaVolta();
      pedido.end(':1}');
      await once((await resposta)[0].resume(), 'end');
    }
    agent.destroy();
    expect(linhas.filter(({ msg }) => msg === 'inside').map((l) => l['correlationId'])).toEqual([
      'primeiro-pedido',
      'segundo-pedido',
    ]);
  });

  it('makes its own correlationId when the caller’s could forge a line', async () => {
    const { pedir, linhas } = await abrir();
    const headers = { 'x-correlation-id': 'a"\n{"level":"fake"}' };
    await pedir({ method: 'GET', url: '/nada', headers });
    expect(linhas.at(-1)).toMatchObject({ rota: 'nenhuma', status: 404 });
    expect(linhas.at(-1)?.['correlationId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says nothing of probes and scrapes', async () => {
    const { pedir, linhas } = await abrir();
    for (const url of ['/health', '/health/ready', '/metrics']) await pedir({ method: 'GET', url });
    expect(linhas).toEqual([]);
  });
});

describe('health and metrics', () => {
  it('tells who is alive', async () => {
    const { pedir } = await abrir();
    const resposta = await pedir({ method: 'GET', url: '/health' });
    expect([resposta.statusCode, resposta.json()]).toEqual([
      200,
      { status: 'ok', servico: 'prova', versao: '0.0.0-dev' },
    ]);
  });

  it('is unready while a critical dependency is away and while draining, not for the others', async () => {
    const { app, pedir } = await abrir();
    const saude = app.get(Saude);
    const fora = () => Promise.reject(new AppError('transient', 'BANCO_INDISPONIVEL', 'away'));
    saude.registrar({ nome: 'supabase', critica: false, verificar: fora });
    const degradada = await pedir({ method: 'GET', url: '/health/ready' });
    expect(degradada.statusCode).toBe(200);
    expect(degradada.json()).toMatchObject({
      status: 'pronto',
      dependencias: { supabase: { estado: 'degradado', motivo: 'BANCO_INDISPONIVEL' } },
    });

    saude.registrar({ nome: 'redis', critica: true, verificar: fora });
    const indisponivel = await pedir({ method: 'GET', url: '/health/ready' });
    expect([indisponivel.statusCode, indisponivel.json()['status']]).toEqual([503, 'indisponivel']);

    saude.drenar();
    const drenando = await pedir({ method: 'GET', url: '/health/ready' });
    expect([drenando.statusCode, drenando.json()['status']]).toEqual([503, 'drenando']);
  });

  it('asks dependencies at most once a second however many probes come', async () => {
    const { app, pedir } = await abrir();
    let perguntas = 0;
    const verificar = async () => {
      perguntas += 1;
      return undefined;
    };
    app.get(Saude).registrar({ nome: 'redis', critica: true, verificar });
    await Promise.all(
      Array.from({ length: 20 }, () => pedir({ method: 'GET', url: '/health/ready' })),
    );
    expect(perguntas).toBe(1);
  });

  it('exports the process and the julia instruments', async () => {
    const { pedir } = await abrir();
    await pedir({ method: 'POST', url: '/prova/eco/segredo', payload: {} });
    const { body, headers } = await pedir({ method: 'GET', url: '/metrics' });
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(body).toMatch(/process_cpu_seconds_total/);
    expect(body).toMatch(
      /julia_http_segundos_count\{.*rota="\/prova\/eco\/:token",status="201"\} 1/,
    );
    expect(body).toMatch(/# TYPE julia_webhook_total counter/);
    expect(body).not.toContain('segredo');
  });
});
