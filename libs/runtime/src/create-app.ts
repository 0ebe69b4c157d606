import 'reflect-metadata';
import { Module, type DynamicModule, type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger as NestLogger } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { correlationIdDe, registrarAcessos } from './access-log.ts';
import { Identidade } from './health.controller.ts';
import { lerCorposComoJson } from './json-body.ts';
import { criarLogger } from './logger.ts';
import { Metricas } from './metrics.ts';
import { RuntimeModule } from './runtime.module.ts';

export interface AppOptions {
  readonly servico: string;
  readonly ambiente: string;
  readonly debug: boolean;
  /** Larger bodies are answered 413. */
  readonly limiteCorpoBytes?: number;
  /** Where log lines go; standard output by default. */
  readonly destino?: DestinationStream | undefined;
  /** Folder of a rotated copy of the log. */
  readonly copiaDoLogEm?: string | undefined;
  /** Hooks and plugins of the HTTP server, before routes are registered. */
  readonly preparar?: (app: NestFastifyApplication) => void | Promise<void>;
}

const limiteCorpoPadraoBytes = 1_048_576;
/** A body that trickles in for longer is cut; Evolution itself gives up after 30 s. */
const limitePedidoMs = 30_000;
/** Fastify's own limit of 100 would answer 414 to a long token in the path, and Evolution does not send such a message again. */
const limiteDeParametro = 1_024;
/** Longer than the idle time of usual proxies, so that they close a connection before we do. */
const conexaoOciosaMs = 72_000;

declare global {
  /** The bundler puts the version of package.json in its place. */
  var VERSAO_JULIA: string | undefined;
}

/** Version of this build; `0.0.0-dev` when the sources run unbundled. */
function versaoDoBuild(): string {
  return globalThis.VERSAO_JULIA ?? '0.0.0-dev';
}

@Module({})
class RootModule {}

/** A Nest application on Fastify with everything a service needs, not listening yet. */
export async function createApp(
  modulo: DynamicModule,
  options: AppOptions,
): Promise<NestFastifyApplication> {
  const { servico, ambiente, debug, destino, copiaDoLogEm: copiaEm } = options;
  const versao = versaoDoBuild();
  const logger = criarLogger({ servico, versao, ambiente, debug, destino, copiaEm });
  const bodyLimit = options.limiteCorpoBytes ?? limiteCorpoPadraoBytes;
  const adapter = new FastifyAdapter({
    logger: false,
    trustProxy: false,
    bodyLimit,
    genReqId: correlationIdDe,
    requestTimeout: limitePedidoMs,
    keepAliveTimeout: conexaoOciosaMs,
    routerOptions: { maxParamLength: limiteDeParametro },
  });
  lerCorposComoJson(adapter, bodyLimit);
  const raiz: DynamicModule = {
    module: RootModule,
    imports: [RuntimeModule.with(new Identidade(servico, versao, ambiente), logger), modulo],
  };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const opcoesNest: NestApplicationOptions = {
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(raiz, adapter, opcoesNest);
  app.useLogger(app.get(NestLogger));
  registrarAcessos(adapter.getInstance(), logger, app.get(Metricas));
  await options.preparar?.(app);
  return app;
}
