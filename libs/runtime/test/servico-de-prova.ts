import { implement, serve } from '../src/index.ts';
import { Controller, Get, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';

class Trabalho implements BeforeApplicationShutdown {
  private terminado = Promise.resolve();
  private terminar: () => void = () => undefined;

  comecar(): void {
    this.terminado = new Promise((resolve) => (this.terminar = resolve));
  }

  acabar(): void {
    this.terminar();
  }

  async beforeApplicationShutdown(): Promise<void> {
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

@Module({
  controllers: [TrabalhoController],
  providers: [implement(Trabalho, () => new Trabalho())],
})
class ProvaModule {}

/** `<port> <drain deadline in ms>`: a service whose work in hand ends when it is told to. */
const [porta = '0', prazoDrenagemMs = '10000'] = process.argv.slice(2);
const config = { ENVIRONMENT: 'test', DEBUG: false, HOST: '127.0.0.1', PORT: Number(porta) };
await serve({ module: ProvaModule }, config, {
  servico: 'prova',
  prazoDrenagemMs: Number(prazoDrenagemMs),
});
