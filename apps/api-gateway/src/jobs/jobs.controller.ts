import { Controller, Get, Headers, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { ehNomeAgendado } from '@julia/domain';
import { ComAcesso } from '../acesso/acesso.ts';
import { lerChave } from './chave.ts';
import { DispararAgendado, type Disparo } from './disparar-agendado.ts';
import { ListarAgendados, type Agendado } from './listar-agendados.ts';

@Controller('jobs')
export class JobsController {
  private readonly disparar: DispararAgendado;
  private readonly listar: ListarAgendados;

  constructor(disparar: DispararAgendado, listar: ListarAgendados) {
    this.disparar = disparar;
    this.listar = listar;
  }

  @Get()
  @ComAcesso('jobs')
  async todos(): Promise<Agendado[]> {
    return this.listar.executar();
  }

  @Post(':nome')
  @HttpCode(202)
  @ComAcesso('jobs')
  async executar(
    @Param('nome') nome: string,
    @Headers('idempotency-key') cabecalho: string | undefined,
  ): Promise<Disparo> {
    if (!ehNomeAgendado(nome)) throw new NotFoundException();
    const { chave, tick } = lerChave(nome, cabecalho);
    return this.disparar.executar(nome, chave, tick);
  }
}
