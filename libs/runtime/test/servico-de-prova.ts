import { implement, serve } from '../src/index.ts';
import {
  Controller,
  Get,
  Module,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';

/**
 * `<port> <drain deadline in ms> <time served after SIGTERM in ms> [espera]`: a service whose work in hand ends when it is
 * told to; with `espera` it waits for a neighbour that never comes.
 */
const [porta = '0', prazoDrenagemMs = '10000', esperaDrenagemMs = '0', espera] =
  process.argv.slice(2);
const esperaVizinho = espera === 'espera';

class Trabalho implements BeforeApplicationShutdown, OnModuleInit {
  private terminado = Promise.resolve();
  private terminar: () => void = () => undefined;
  private fechar: () => void = () => undefined;
  private readonly fechando = new Promise<void>((resolve) => (this.fechar = resolve));

  async onModuleInit(): Promise<void> {
    if (!esperaVizinho) return;
    process.stdout.write('{"msg":"waiting for a neighbour"}\n');
    await new Promise<never>(() => setInterval(() => undefined, 60_000));
  }

  comecar(): void {
    this.terminado = new Promise((resolve) => (this.terminar = resolve));
  }

  acabar(): void {
    this.terminar();
  }

  async ateFechar(): Promise<void> {
    await this.fechando;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.fechar();
    await this.terminado;
  }
}

@Controller()
class TrabalhoController {
  private readonly trabalho: Trabalho;

  constructor(trabalho: Trabalho) {
    this.trabalho = trabalho;
  }

  @Get('comecar')
  @RouteConfig({ acesso: 'publico' })
  comecar() {
    this.trabalho.comecar();
    return {};
  }

  @Get('acabar')
  @RouteConfig({ acesso: 'publico' })
  acabar() {
    this.trabalho.acabar();
    return {};
  }
}

@Controller()
class PenduradoController {
  private readonly trabalho: Trabalho;

  constructor(trabalho: Trabalho) {
    this.trabalho = trabalho;
  }

  /** Answered only once the service closes. */
  @Get('pendurado')
  @RouteConfig({ acesso: 'publico' })
  async pendurado() {
    await this.trabalho.ateFechar();
    return {};
  }
}

@Module({
  controllers: [TrabalhoController, PenduradoController],
  providers: [implement(Trabalho, () => new Trabalho())],
})
class ProvaModule {}

const config = { ENVIRONMENT: 'test', DEBUG: false, HOST: '127.0.0.1', PORT: Number(porta) };
await serve({ module: ProvaModule }, config, {
  servico: 'prova',
  prazoDrenagemMs: Number(prazoDrenagemMs),
  esperaDrenagemMs: Number(esperaDrenagemMs),
});
