import { Controller, Get, Header, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Saude } from './health.ts';
import { Metricas } from './metrics.ts';

/** Who is answering, for `/health` and the logs. */
export class Identidade {
  readonly servico: string;
  readonly versao: string;
  readonly ambiente: string;

  constructor(servico: string, versao: string, ambiente: string) {
    this.servico = servico;
    this.versao = versao;
    this.ambiente = ambiente;
  }
}

@Controller()
export class HealthController {
  private readonly saude: Saude;
  private readonly metricas: Metricas;
  private readonly identidade: Identidade;

  constructor(saude: Saude, metricas: Metricas, identidade: Identidade) {
    this.saude = saude;
    this.metricas = metricas;
    this.identidade = identidade;
  }

  /** Cheap and without dependencies: the process is alive. */
  @Get('health')
  @RouteConfig({ acesso: 'publico' })
  viva() {
    const { servico, versao } = this.identidade;
    return { status: 'ok', servico, versao };
  }

  @Get('health/ready')
  @RouteConfig({ acesso: 'publico' })
  async pronta(@Res({ passthrough: true }) resposta: FastifyReply) {
    const { servico, versao } = this.identidade;
    const prontidao = await this.saude.prontidao();
    if (prontidao.status !== 'pronto') resposta.status(503);
    return { status: prontidao.status, servico, versao, dependencias: prontidao.dependencias };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @RouteConfig({ acesso: 'publico' })
  async medidas(): Promise<string> {
    return this.metricas.texto();
  }
}
