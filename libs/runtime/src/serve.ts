import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as esperar } from 'node:timers/promises';
import { AppError, Log } from '@julia/domain';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, type AppOptions } from './create-app.ts';
import { fatosDoErro } from './error-facts.ts';
import { Saude } from './health.ts';
import { destinoLegivel } from './logger.ts';

export interface ServeConfig {
  readonly ENVIRONMENT: string;
  readonly DEBUG: boolean;
  readonly HOST: string;
  readonly PORT: number;
  readonly LOG_DIR?: string | undefined;
}

export interface ServeOptions extends Pick<AppOptions, 'limiteCorpoBytes' | 'preparar'> {
  readonly servico: string;
  /** Longest wait for work in hand after SIGTERM; Compose and Kubernetes kill after 30 s. */
  readonly prazoDrenagemMs?: number;
  /** How long requests are still served after SIGTERM while `/health/ready` says 503 already. Not part of the deadline. */
  readonly esperaDrenagemMs?: number;
}

const prazoDrenagemPadraoMs = 25_000;

/** One line that a person can act on, and the end of the process. */
function desistir(servico: string, problema: string): never {
  process.stderr.write(`${servico}: ${problema}\n`);
  process.exit(1);
}

function portaOcupada(erro: unknown): boolean {
  return erro instanceof Error && 'code' in erro && erro.code === 'EADDRINUSE';
}

/** Asked before anything else starts, so that a second copy of a service never takes work. */
async function portaLivre(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const sonda = createServer();
    sonda.once('error', (erro) => resolve(!portaOcupada(erro)));
    sonda.listen({ host, port, exclusive: true }, () => sonda.close(() => resolve(true)));
  });
}

/**
 * Starts a service and keeps it until SIGTERM or SIGINT: then it turns unready (but stays alive for `/health`), serves on
 * for the waiting time, takes no new work, finishes what it holds within the deadline and exits with 0. A second signal
 * ends it at once, and so does the first one while it is not up yet.
 */
export async function serve(
  modulo: DynamicModule,
  config: ServeConfig,
  options: ServeOptions,
): Promise<void> {
  const { servico, limiteCorpoBytes, preparar } = options;
  const { HOST, PORT, ENVIRONMENT: ambiente, DEBUG: debug } = config;
  const ocupada = `a porta ${PORT} já está em uso; feche o outro programa ou defina PORT`;
  if (!(await portaLivre(HOST, PORT))) desistir(servico, ocupada);

  try {
    const app = await createApp(modulo, {
      servico,
      ambiente,
      debug,
      destino: await destinoLegivel(ambiente),
      copiaDoLogEm: config.LOG_DIR,
      ...(limiteCorpoBytes !== undefined && { limiteCorpoBytes }),
      ...(preparar && { preparar }),
    });
    const sinais = encerrarComSinais(app, {
      prazoMs: options.prazoDrenagemMs ?? prazoDrenagemPadraoMs,
      esperaMs: options.esperaDrenagemMs ?? 0,
    });
    encerrarComFalhas(app.get(Log));
    await app.listen({ host: HOST, port: PORT });
    sinais.noAr();
    app.get(Log).info({ porta: PORT }, 'service listening');
  } catch (erro) {
    if (portaOcupada(erro)) desistir(servico, ocupada);
    const { err, errMensagem, errCausa, errPilha } = fatosDoErro(erro);
    const detalhe =
      AppError.from(erro).kind === 'bug' ? `\n${errCausa ?? ''}\n${errPilha ?? ''}` : '';
    desistir(servico, `não foi possível iniciar (${err}): ${errMensagem}${detalhe}`);
  }
}

/** Node would print the error as it is, with whatever a driver put into its message. */
function encerrarComFalhas(log: Log): void {
  const encerrar = (erro: unknown) => {
    log.error(fatosDoErro(erro), 'process failed');
    process.exit(1);
  };
  process.on('uncaughtException', encerrar);
  process.on('unhandledRejection', encerrar);
}

/** A proxy must not send its next request on a connection that is about to be closed. */
function fecharConexoesAoResponder(app: NestFastifyApplication): void {
  const servidor: Server = app.getHttpServer();
  servidor.prependListener('request', (_pedido, resposta) =>
    resposta.setHeader('connection', 'close'),
  );
}

interface TemposDeEncerramento {
  readonly prazoMs: number;
  readonly esperaMs: number;
}

function encerrarComSinais(
  app: NestFastifyApplication,
  { prazoMs, esperaMs }: TemposDeEncerramento,
): { noAr: () => void } {
  const log = app.get(Log);
  let noAr = false;
  let encerrando = false;
  const encerrar = async (sinal: string) => {
    const inicio = performance.now();
    app.get(Saude).drenar();
    fecharConexoesAoResponder(app);
    log.info({ sinal, esperaMs }, 'service draining');
    if (esperaMs > 0) await esperar(esperaMs);
    const vencido = setTimeout(() => {
      log.warn({ prazoMs }, 'drain deadline passed');
      process.exit(0);
    }, prazoMs);
    try {
      await app.close();
    } catch (erro) {
      log.error(fatosDoErro(erro), 'service closed with an error');
    }
    clearTimeout(vencido);
    log.info({ ms: Math.round(performance.now() - inicio) }, 'service stopped');
    process.exit(0);
  };
  for (const sinal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(sinal, () => {
      if (encerrando) process.exit(1);
      encerrando = true;
      // Nest would first wait for the end of the start, which may be waiting for a neighbour that is away.
      if (!noAr) {
        log.info({ sinal }, 'service stopped before it was up');
        process.exit(0);
      }
      void encerrar(sinal);
    });
  }
  return { noAr: () => (noAr = true) };
}
