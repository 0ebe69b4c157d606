import { Controller, Get } from '@nestjs/common';
import { Identidade } from '@julia/runtime';
import { ComAcesso } from '../acesso/acesso.ts';
import { openApi } from './open-api.ts';

@Controller('docs')
export class DocsController {
  private readonly identidade: Identidade;

  constructor(identidade: Identidade) {
    this.identidade = identidade;
  }

  @Get(['', 'openapi.json'])
  @ComAcesso('api')
  documento(): Record<string, unknown> {
    return openApi(this.identidade.versao);
  }
}
