import { describe, expect, it } from '@jest/globals';
import { Quarentena, type ItemQuarentena } from '@julia/domain';
import { Agendados, Conversacao, criarHandlers } from './handlers.ts';

class MemoriaQuarentena extends Quarentena {
  readonly guardados: unknown[] = [];

  override guardar(hash: string, motivo: string, corpo: unknown): Promise<void> {
    this.guardados.push({ hash, motivo, corpo });
    return Promise.resolve();
  }

  override listar(): Promise<ItemQuarentena[]> {
    return Promise.resolve([]);
  }

  override buscar(): Promise<ItemQuarentena | null> {
    return Promise.resolve(null);
  }

  override resolver(): Promise<void> {
    return Promise.resolve();
  }
}

/** A use case that says what it was asked to do. */
const eco = (nome: string) =>
  ({ executar: async (...argumentos: unknown[]) => ({ nome, argumentos }) }) as never;
const id = '3f0c8a3e-5d8e-4b0e-9a57-2f3c7f0b9d11';

function montar() {
  const quarentena = new MemoriaQuarentena();
  const conversacao = new Conversacao(
    eco('registrar'),
    quarentena,
    eco('responder'),
    eco('enviar'),
    eco('conferir'),
  );
  const [processar, recuperar] = [eco('processar'), eco('recuperar')];
  const agendados = new Agendados(eco('executar'), processar, recuperar);
  return { handlers: criarHandlers(conversacao, agendados), quarentena, processar, recuperar };
}

describe('criarHandlers', () => {
  it('gives each job to its use case, with the ids of the payload', async () => {
    const { handlers, processar, recuperar } = montar();
    expect(await handlers['conversa.responder']({ conversaId: id })).toEqual({
      nome: 'responder',
      argumentos: [id],
    });
    expect(await handlers['mensagem.enviar']({ mensagemId: id })).toEqual({
      nome: 'enviar',
      argumentos: [id],
    });
    expect(await handlers['mensagem.conferir']({ mensagemId: id })).toEqual({
      nome: 'conferir',
      argumentos: [id],
    });
    expect(await handlers['processar-mensagens-agendadas']({ execucaoId: id })).toEqual({
      nome: 'executar',
      argumentos: [id, processar],
    });
    expect(await handlers['recuperar-lacunas']({ execucaoId: id })).toEqual({
      nome: 'executar',
      argumentos: [id, recuperar],
    });
  });

  it('keeps a quarantined body as the JSON it was', async () => {
    const { handlers, quarentena } = montar();
    const payload = { hash: 'h', motivo: 'sem_chave', corpo: '{"a":[1,null]}' };
    expect(await handlers['webhook.quarentenar'](payload)).toEqual({ motivo: 'sem_chave' });
    expect(quarentena.guardados).toEqual([
      { hash: 'h', motivo: 'sem_chave', corpo: { a: [1, null] } },
    ]);
  });
});
