import { Controller, Get, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { queues, type QueueName } from '@julia/domain';
import { DeadLetters, QueueMonitor, type EstadoFila, type Morta } from '@julia/queue';
import { ComAcesso } from '../acesso/acesso.ts';

const maxListadas = 200;

@Controller('admin/filas')
export class FilasController {
  private readonly monitor: QueueMonitor;
  private readonly mortas: DeadLetters;

  constructor(monitor: QueueMonitor, mortas: DeadLetters) {
    this.monitor = monitor;
    this.mortas = mortas;
  }

  @Get()
  @ComAcesso('api')
  async listar(): Promise<EstadoFila[]> {
    return this.monitor.coletarFilas();
  }

  @Get('mortas')
  @ComAcesso('api')
  async listarMortas(): Promise<Morta[]> {
    return this.mortas.listarMortas(maxListadas);
  }

  @Post('mortas/:fila/:id/reprocessar')
  @HttpCode(202)
  @ComAcesso('api')
  async reprocessar(
    @Param('fila') fila: string,
    @Param('id') id: string,
  ): Promise<{ fila: string; jobId: string }> {
    if (!ehFila(fila)) throw new NotFoundException();
    await this.mortas.reprocessarMorta(fila, id);
    return { fila, jobId: id };
  }
}

function ehFila(nome: string): nome is QueueName {
  return Object.hasOwn(queues, nome);
}
