import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Module, type DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { bind, implement } from './bind.ts';

abstract class Relogio {
  abstract agora(): number;
}
class RelogioParado extends Relogio {
  private readonly instante: number;

  constructor(instante: number) {
    super();
    this.instante = instante;
  }

  override agora(): number {
    return this.instante;
  }
}
class Saudar {
  private readonly relogio: Relogio;

  constructor(relogio: Relogio) {
    this.relogio = relogio;
  }

  executar(): string {
    return `oi às ${this.relogio.agora()}`;
  }
}
class Anunciar {
  readonly texto: string;

  constructor(texto: string) {
    this.texto = texto;
  }
}

@Module({})
class ProvaModule {}

describe('bind and implement', () => {
  it('fill plain classes from their ports, without a decorator', async () => {
    const modulo: DynamicModule = {
      module: ProvaModule,
      providers: [
        implement(Relogio, () => new RelogioParado(7)),
        bind(Saudar, Relogio),
        implement(Anunciar, (saudar) => new Anunciar(`${saudar.executar()}!`), Saudar),
      ],
    };
    const app = await Test.createTestingModule({ imports: [modulo] }).compile();
    expect(app.get(Relogio)).toBeInstanceOf(RelogioParado);
    expect(app.get(Saudar).executar()).toBe('oi às 7');
    expect(app.get(Anunciar).texto).toBe('oi às 7!');
    await app.close();
  });
});
