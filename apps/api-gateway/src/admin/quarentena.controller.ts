import {
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
} from '@nestjs/common';
import { Quarentena, type ItemQuarentena } from '@julia/domain';
import { ComAcesso } from '../acesso/acesso.ts';
import { ReprocessarQuarentena } from './reprocessar-quarentena.ts';

const maxListados = 100;

@Controller('admin/quarentena')
export class QuarentenaController {
  private readonly quarentena: Quarentena;
  private readonly reprocessar: ReprocessarQuarentena;

  constructor(quarentena: Quarentena, reprocessar: ReprocessarQuarentena) {
    this.quarentena = quarentena;
    this.reprocessar = reprocessar;
  }

  /** Without the bodies: they may be large and are personal data. */
  @Get()
  @ComAcesso('api')
  async listar(): Promise<Omit<ItemQuarentena, 'corpo'>[]> {
    const itens = await this.quarentena.listar(maxListados);
    return itens.map(({ corpo: _, ...item }) => item);
  }

  @Get(':id')
  @ComAcesso('api')
  async buscar(@Param('id', ParseUUIDPipe) id: string): Promise<ItemQuarentena> {
    const item = await this.quarentena.buscar(id);
    if (!item) throw new NotFoundException();
    return item;
  }

  @Post(':id/reprocessar')
  @HttpCode(200)
  @ComAcesso('api')
  async tentarDeNovo(@Param('id', ParseUUIDPipe) id: string): Promise<{ recebidas: number }> {
    const recebidas = await this.reprocessar.executar(id);
    if (recebidas === null) throw new NotFoundException();
    return { recebidas };
  }
}
