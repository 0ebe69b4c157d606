import { describe, expect, it } from '@jest/globals';
import {
  conversaId,
  MemoriaPublisher,
  mensagemId,
  medicoId,
  umaPropria,
  umaRecebida,
} from '../../testing/index.ts';
import type { EventoWhatsapp } from '../whatsapp/evento.ts';
import { Conversas, type Registro, type RegistroProprio } from './conversas.ts';
import { RegistrarEvento } from './registrar-evento.ts';

/** Answers every registration the same way. */
class ConversasQueGuardam extends Conversas {
  readonly chamadas: string[] = [];
  propria: RegistroProprio = { tipo: 'humano', mensagemId, conversaId, nova: true };
  private readonly responderEmMs: number | null;

  constructor(responderEmMs: number | null) {
    super();
    this.responderEmMs = responderEmMs;
  }

  override registrarRecebida(): Promise<Registro> {
    const { responderEmMs } = this;
    return Promise.resolve({ mensagemId, conversaId, medicoId, nova: false, responderEmMs });
  }
  override registrarPropria(): Promise<RegistroProprio> {
    return Promise.resolve(this.propria);
  }
  override editar(): Promise<boolean> {
    this.chamadas.push('editar');
    return Promise.resolve(true);
  }
  override apagar(): Promise<boolean> {
    this.chamadas.push('apagar');
    return Promise.resolve(false);
  }
  override aplicarStatus(): Promise<'guardado'> {
    this.chamadas.push('status');
    return Promise.resolve('guardado');
  }
  override registrarConexao(): Promise<void> {
    this.chamadas.push('conexao');
    return Promise.resolve();
  }
}

const opcoes = { espera: { silencioMs: 6_000, maximoMs: 30_000 }, limiteCaracteres: 50_000 };

describe('RegistrarEvento', () => {
  it('nudges the conversa for when the answer is due, also on a repeated delivery', async () => {
    const publisher = new MemoriaPublisher();
    await new RegistrarEvento(new ConversasQueGuardam(4_200), publisher, opcoes).executar(
      umaRecebida(),
    );
    expect(publisher.publicados).toEqual([
      { name: 'conversa.responder', payload: { conversaId }, delayMs: 4_200 },
    ]);
  });

  it('nudges nobody when nothing is unanswered', async () => {
    const publisher = new MemoriaPublisher();
    await new RegistrarEvento(new ConversasQueGuardam(null), publisher, opcoes).executar(
      umaRecebida(),
    );
    expect(publisher.publicados).toEqual([]);
  });

  it.each([
    ['saida-2', [{ name: 'mensagem.enviar', payload: { mensagemId: 'saida-2' }, delayMs: 0 }]],
    [null, []],
  ])('nudges the row that waited for what an echo settled: %p', async (proximaId, publicados) => {
    const conversas = new ConversasQueGuardam(null);
    conversas.propria = { tipo: 'eco', mensagemId, conversaId, proximaId };
    const publisher = new MemoriaPublisher();
    await new RegistrarEvento(conversas, publisher, opcoes).executar(umaPropria());
    expect(publisher.publicados).toEqual(publicados);
  });

  it.each<[EventoWhatsapp, string[]]>([
    [{ tipo: 'mensagem_editada', instancia: 'julia', idProvedor: 'A', texto: 'x' }, ['editar']],
    [{ tipo: 'mensagem_apagada', instancia: 'julia', idProvedor: 'A' }, ['apagar']],
    [{ tipo: 'status_mudou', instancia: 'julia', idProvedor: 'A', status: 'lida' }, ['status']],
    [{ tipo: 'conexao_mudou', instancia: 'julia', estado: 'aberta', codigo: 200 }, ['conexao']],
    [{ tipo: 'qrcode_mudou', instancia: 'julia', codigo: null }, []],
  ])('applies %j', async (evento, chamadas) => {
    const conversas = new ConversasQueGuardam(null);
    await new RegistrarEvento(conversas, new MemoriaPublisher(), opcoes).executar(evento);
    expect(conversas.chamadas).toEqual(chamadas);
  });
});
