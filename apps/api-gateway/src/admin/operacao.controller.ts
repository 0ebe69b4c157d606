import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Configuracoes } from '@julia/domain';
import { ComAcesso } from '../acesso/acesso.ts';
import { lerPedido } from '../ler-pedido.ts';
import { avancoSchema, pausaSchema, quemSchema } from './pedidos.ts';
import { RelogioDeTeste } from './relogio-de-teste.ts';

@Controller('admin')
export class OperacaoController {
  private readonly configuracoes: Configuracoes;
  private readonly relogio: RelogioDeTeste;

  constructor(configuracoes: Configuracoes, relogio: RelogioDeTeste) {
    this.configuracoes = configuracoes;
    this.relogio = relogio;
  }

  @Get('pausa')
  @ComAcesso('api')
  async estado(): Promise<{ pausada: boolean }> {
    const { pausada } = await this.configuracoes.ler();
    return { pausada };
  }

  /** Nothing leaves until the resume. */
  @Post('pausa')
  @HttpCode(200)
  @ComAcesso('api')
  async pausar(@Body() corpo: unknown): Promise<{ pausada: true }> {
    const { quem, motivo } = lerPedido(pausaSchema, corpo);
    await this.configuracoes.pausar(quem, motivo);
    return { pausada: true };
  }

  @Delete('pausa')
  @ComAcesso('api')
  async retomar(@Body() corpo: unknown): Promise<{ pausada: false }> {
    const { quem } = lerPedido(quemSchema, corpo);
    await this.configuracoes.retomar(quem);
    return { pausada: false };
  }

  /** Proactive sending of a number that was stopped after a ban-like answer goes on. */
  @Post('instancias/:nome/liberar')
  @HttpCode(200)
  @ComAcesso('api')
  async liberar(
    @Param('nome') nome: string,
    @Body() corpo: unknown,
  ): Promise<{ liberada: boolean }> {
    const { quem } = lerPedido(quemSchema, corpo);
    return { liberada: await this.configuracoes.liberarInstancia(nome, quem) };
  }

  @Get('relogio')
  @ComAcesso('api')
  async hora(): Promise<{ agora: Date }> {
    return { agora: await this.relogio.agora() };
  }

  /** Moves the clock of every process forward; refused in production. */
  @Post('relogio/avancar')
  @HttpCode(200)
  @ComAcesso('api')
  async avancar(@Body() corpo: unknown): Promise<{ agora: Date }> {
    const { ms } = lerPedido(avancoSchema, corpo);
    return { agora: await this.relogio.avancar(ms) };
  }
}
