import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ComAcesso } from '../acesso/acesso.ts';
import { ReceberWebhook } from './receber-webhook.ts';

@Controller('webhook')
export class EvolutionController {
  private readonly receberWebhook: ReceberWebhook;

  constructor(receberWebhook: ReceberWebhook) {
    this.receberWebhook = receberWebhook;
  }

  @Post(['evolution', 'evolution/:token'])
  @HttpCode(200)
  @ComAcesso('webhook')
  async receber(@Body() corpo: unknown): Promise<{ recebidas: number }> {
    return this.receberWebhook.executar(corpo);
  }
}
